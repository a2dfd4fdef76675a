import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLogger } from '#electron/log/logger.ts'
import { guardCalls } from './guard-calls.ts'

class Shelf {
  #books = 3
  count(_secret: string): number {
    return this.#books
  }
  search(_words: string): number {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60)
    return this.#books
  }
}

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'e3-slow-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

it('tells a slow call by its name, without its values, and changes no result', async () => {
  const file = join(dir, 'e3.log')
  const logger = createLogger({ file, level: 'debug', processEnv: {} })
  const shelf = guardCalls(new Shelf(), { name: 'shelf', file, logger })
  expect([shelf.count('Ishmael'), shelf.search('Ishmael')]).toEqual([3, 3])
  await logger.close()
  const text = readFileSync(file, 'utf8')
  expect(text).toContain('"call":"shelf.search"')
  expect(text).not.toMatch(/Ishmael|shelf\.count/)
})

it('reports a disk that is full as something that a producer can act on', () => {
  const connection = new BetterSqlite(':memory:')
  connection.exec('CREATE TABLE words (word); PRAGMA max_page_count = 2')
  const words = { add: (word: string) => connection.prepare('INSERT INTO words VALUES (?)').run(word) }
  const guarded = guardCalls(words, { name: 'words', file: '/books/e3.db' })
  expect(() => guarded.add('x'.repeat(100_000))).toThrow(
    expect.objectContaining({ code: 'database.full', message: expect.stringContaining('/books/e3.db') as string }),
  )
  connection.close()
})

it('lets a mistake of ours through as it is', () => {
  const connection = new BetterSqlite(':memory:')
  const words = { add: () => connection.prepare('INSERT INTO nowhere VALUES (1)').run() }
  expect(() => guardCalls(words, { name: 'words', file: 'x' }).add()).toThrow('no such table')
  connection.close()
})
