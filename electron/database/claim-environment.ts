import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { z } from 'zod'
import { AppError } from '#shared/models/app-error.ts'
import { withDatabaseErrors } from './connection.ts'
import { openNative } from './native-sqlite.ts'

const Holder = z.object({ pid: z.number(), host: z.string(), since: z.string() })

/**
 * Makes this process the only one whose agent works in the environment, until `release` or its end, `kill -9` included.
 *
 * Throws `environment.busy` with the holder's process, machine and start when there is one. Readers need no claim.
 */
export function claimEnvironment(databaseFile: string): { release(): void } {
  // An SQLite lock is the one lock that Node can hold on every system and that the system itself takes back.
  const lockFile = `${databaseFile}.lock`
  const holderFile = `${lockFile}.json`
  mkdirSync(dirname(lockFile), { recursive: true })
  const lock = withDatabaseErrors(lockFile, () => openNative(lockFile, { timeout: 0 }))
  try {
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof BetterSqlite.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw busy(databaseFile, holderFile)
    throw error
  }
  writeHolder(holderFile)
  return {
    release: () => {
      if (!lock.open) return
      rmSync(holderFile, { force: true })
      lock.close()
    },
  }
}

/** In a file of its own: to open the lock file by other means would drop the lock on POSIX systems. */
function writeHolder(holderFile: string): void {
  const part = `${holderFile}.${process.pid}.part`
  writeFileSync(part, JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() }))
  renameSync(part, holderFile)
}

function busy(databaseFile: string, holderFile: string): AppError {
  const holder = readHolder(holderFile)
  const who = holder ? ` (process ${holder.pid} on ${holder.host}, since ${holder.since})` : ''
  return new AppError(
    'environment.busy',
    `Another E3 Studio is already working in ${basename(databaseFile)}${who}. Stop it, or wait until it has finished.`,
    { data: { databaseFile, holder } },
  )
}

function readHolder(holderFile: string): z.infer<typeof Holder> | null {
  try {
    return Holder.parse(JSON.parse(readFileSync(holderFile, 'utf8')))
  } catch {
    // The holder may be between taking the lock and telling its name.
    return null
  }
}
