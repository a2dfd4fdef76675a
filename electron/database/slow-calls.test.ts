import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLogger } from '#electron/log/logger.ts'
import { watchSlowCalls } from './slow-calls.ts'

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
  const shelf = watchSlowCalls('shelf', new Shelf(), logger)
  expect([shelf.count('Ishmael'), shelf.search('Ishmael')]).toEqual([3, 3])
  await logger.close()
  const text = readFileSync(file, 'utf8')
  expect(text).toContain('"call":"shelf.search"')
  expect(text).not.toMatch(/Ishmael|shelf\.count/)
})
