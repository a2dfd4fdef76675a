import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { inspectDatabase } from './inspect-database.ts'
import { openDatabase } from './open-database.ts'

const MIGRATIONS = new URL('../../database/migrations/', import.meta.url)

let dir = ''
let file = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'e3-migrate-'))
  file = join(dir, 'e3.db')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** A database as the first release made it, with a title and its production. */
function makeFirstRelease(): void {
  const read = (name: string) => readFileSync(new URL(name, MIGRATIONS), 'utf8')
  const journal = JSON.parse(read('meta/_journal.json')) as { entries: { tag: string; when: number }[] }
  const [first] = journal.entries
  if (first === undefined) throw new Error('There is no migration')
  const connection = new BetterSqlite(file)
  connection.exec(read(`${first.tag}.sql`))
  connection.exec(`
    CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric);
    INSERT INTO narrators (narrator_id, narrator_name, voice_model) VALUES ('narrator_001', 'Ada', 'T2S_flite_v1');
    INSERT INTO titles (book_id, title, author) VALUES ('pg5', 'Émile', 'Jean-Jacques Rousseau'), ('pg98', 'A Tale of Two Cities', 'Charles Dickens');
    INSERT INTO audiobook_production (book_id, narrator_id, status) VALUES ('pg98', 'narrator_001', 'completed');`)
  connection.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run('first', first.when)
  connection.close()
}

it('brings a database of the first release up to date with its rows and makes its titles findable', () => {
  makeFirstRelease()
  const database = openDatabase(file, { access: 'write' })
  expect(database.titles.list().map(({ bookId }) => bookId)).toEqual(['pg98', 'pg5'])
  expect(database.productions.list()).toMatchObject([{ bookId: 'pg98', status: 'completed' }])
  expect(database.titles.search('emile', 10)).toEqual(['pg5'])
  expect(database.titles.search('dick', 10)).toEqual(['pg98'])
  database.close()
  expect(inspectDatabase(file)).toMatchObject({
    migrations: { kind: 'current', pending: 0 },
    damages: [],
    brokenReferences: 0,
  })
  expect(readdirSync(join(dir, 'backups'))).toHaveLength(1)
})
