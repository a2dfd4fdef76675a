import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/models/app-error.ts'
import { claimEnvironment } from './claim-environment.ts'
import { connect, setPragmas } from './connection.ts'
import { inspectDatabase } from './inspect-database.ts'
import { openDatabase } from './open-database.ts'

let dir = ''
let file = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'e3-database-'))
  file = join(dir, 'sub', 'alpha_e3_agent.db')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const repository = fileURLToPath(new URL('../..', import.meta.url))
const MIGRATIONS = readdirSync(join(repository, 'database', 'migrations')).filter((name) =>
  name.endsWith('.sql'),
).length
const make = () => openDatabase(file, { access: 'write' }).close()
const withSqlite = <T>(work: (connection: BetterSqlite.Database) => T): T => {
  const connection = new BetterSqlite(file)
  try {
    return work(connection)
  } finally {
    connection.close()
  }
}
const failure = (work: () => unknown): AppError => {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('Nothing was thrown')
}

describe('openDatabase', () => {
  it('makes a missing file with its folder, and opens it again unchanged', () => {
    make()
    make()
    expect(inspectDatabase(file).migrations).toEqual({ kind: 'current', applied: MIGRATIONS, pending: 0 })
    expect(existsSync(join(dir, 'sub', 'backups'))).toBe(false)
  })

  it('sets every pragma on every open, for a writer and for a reader', () => {
    make()
    for (const access of ['write', 'read'] as const) {
      const connection = connect(file, access)
      setPragmas(connection)
      const pragma = (name: string) => connection.pragma(name, { simple: true })
      expect(
        ['journal_mode', 'synchronous', 'foreign_keys', 'cache_size', 'wal_autocheckpoint', 'busy_timeout'].map(pragma),
      ).toEqual(['wal', 1, 1, 10_000, 1000, 5000])
      connection.close()
    }
  })

  it('sends a reader of a missing database to e3 init and makes no file', () => {
    expect(failure(() => openDatabase(file, { access: 'read' }))).toMatchObject({
      code: 'database.missing',
      message: expect.stringContaining('e3 init') as string,
    })
    expect(existsSync(file)).toBe(false)
  })

  it('lets a reader see what a writer has just written, and change nothing', () => {
    const writer = openDatabase(file, { access: 'write' })
    const reader = openDatabase(file, { access: 'read' })
    writer.titles.upsert({ bookId: 'pg1', title: 'T', author: 'A', language: 'en' })
    expect(reader.titles.get('pg1')?.title).toBe('T')
    expect(() => reader.titles.upsert({ bookId: 'pg2', title: 'T', author: 'A', language: 'en' })).toThrow('readonly')
    reader.close()
    writer.close()
  })

  it('brings an older schema up to date for a reader too, after a copy', () => {
    mkdirSync(join(dir, 'sub'))
    withSqlite((c) => c.exec(`CREATE TABLE titles (book_id TEXT, title TEXT); INSERT INTO titles VALUES ('pg1', 'T')`))
    const reader = openDatabase(file, { access: 'read' })
    expect(reader.titles.get('pg1')).toMatchObject({ title: 'T' })
    reader.close()
    expect(readdirSync(join(dir, 'sub', 'backups'))).toHaveLength(1)
  })

  it('refuses a file of a newer studio and leaves it as it is', () => {
    make()
    withSqlite((c) => c.exec(`INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', 4000000000000)`))
    const before = readFileSync(file)
    for (const access of ['write', 'read'] as const) {
      expect(failure(() => openDatabase(file, { access }))).toMatchObject({ code: 'database.newer' })
    }
    expect(readFileSync(file)).toEqual(before)
  })

  it('refuses a database of another program', () => {
    make()
    rmSync(file)
    withSqlite((c) => c.exec('CREATE TABLE recipes (id)'))
    expect(failure(() => openDatabase(file, { access: 'write' }))).toMatchObject({ code: 'database.foreign' })
  })

  it.each([
    ['no database', () => Buffer.from('This is a text file, and quite a long one at that. '.repeat(40))],
    [
      'a damaged one',
      (whole: Buffer) => Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(whole.length - 4096, 7)]),
    ],
  ])('says that the file is %s and what to do', (_name, spoil) => {
    make()
    writeFileSync(file, spoil(readFileSync(file)))
    const error = failure(() => openDatabase(file, { access: 'write' }))
    expect(error.code).toBe('database.corrupt')
    expect(error.message).toContain('backups')
  })

  it('takes back a transaction that throws, also a nested one', () => {
    const database = openDatabase(file, { access: 'write' })
    const add = (bookId: string) => database.titles.upsert({ bookId, title: 'T', author: 'A', language: 'en' })
    expect(() =>
      database.transaction(() => {
        add('pg1')
        database.transaction(() => add('pg2'))
        throw new Error('no')
      }),
    ).toThrow('no')
    database.transaction(() => add('pg3'))
    expect(database.titles.list().map(({ bookId }) => bookId)).toEqual(['pg3'])
    database.close()
  })

  it('undoes what a killed program left half done, for a reader too', async () => {
    mkdirSync(join(dir, 'sub'))
    const program = `import BetterSqlite from 'better-sqlite3'
      const connection = new BetterSqlite(process.argv[1])
      connection.exec("CREATE TABLE titles (book_id TEXT, title TEXT); INSERT INTO titles VALUES ('pg1', 'T')")
      connection.exec("PRAGMA cache_size = 1; BEGIN; UPDATE titles SET title = 'half'")
      const insert = connection.prepare('INSERT INTO titles VALUES (?, ?)')
      for (let count = 0; count < 2000; count++) insert.run('x' + count, 'word '.repeat(99))
      process.stdout.write('ready'); setInterval(() => {}, 1000)`
    const killed = run(program)
    await once(killed.process.stdout, 'data')
    killed.process.kill('SIGKILL')
    await killed.done
    expect(existsSync(`${file}-journal`)).toBe(true)
    const reader = openDatabase(file, { access: 'read' })
    expect(reader.titles.list().map(({ title }) => title)).toEqual(['T'])
    reader.close()
  })

  it('is migrated once when two processes start at the same moment', async () => {
    const program = `import { openDatabase } from '#electron/database/open-database.ts'
      process.stdout.write('ready')
      process.stdin.once('data', () => { openDatabase(process.argv[1], { access: 'write' }).close(); process.exit() })`
    const starters = [1, 2].map(() => run(program))
    await Promise.all(starters.map(({ process }) => once(process.stdout, 'data')))
    for (const { process } of starters) process.stdin.write('go')
    expect(await Promise.all(starters.map(({ done }) => done))).toEqual([0, 0])
    expect(inspectDatabase(file).migrations).toEqual({ kind: 'current', applied: MIGRATIONS, pending: 0 })
  })
})

describe('claimEnvironment', () => {
  it('lets one in and tells the other who it is', () => {
    const claim = claimEnvironment(file)
    const error = failure(() => claimEnvironment(file))
    expect(error.code).toBe('environment.busy')
    expect(error.message).toContain(`process ${String(process.pid)} on `)
    claim.release()
    claim.release()
    claimEnvironment(file).release()
    expect(readdirSync(join(dir, 'sub'))).toEqual(['alpha_e3_agent.db.lock'])
  })

  it('keeps environments apart', () => {
    const claims = [file, join(dir, 'e3_agent.db')].map(claimEnvironment)
    for (const claim of claims) claim.release()
  })

  it('is free again after kill -9 of its holder', async () => {
    const holder = run(`import { claimEnvironment } from '#electron/database/claim-environment.ts'
      claimEnvironment(process.argv[1]); process.stdout.write('held'); setInterval(() => {}, 1000)`)
    await once(holder.process.stdout, 'data')
    expect(failure(() => claimEnvironment(file)).message).toContain(`process ${String(holder.process.pid)} on `)
    holder.process.kill('SIGKILL')
    await holder.done
    claimEnvironment(file).release()
  })
})

/** A real process of its own in the repository. */
function run(program: string) {
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program, file]
  const child = spawn(process.execPath, args, { cwd: repository, stdio: ['pipe', 'pipe', 'inherit'] })
  return { process: child, done: once(child, 'exit').then(([code]) => code as number | null) }
}
