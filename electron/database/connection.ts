import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite, { type Database as SqliteConnection } from 'better-sqlite3'
import { AppError, messageOf, type ErrorCode } from '#shared/models/app-error.ts'
import { openNative } from './native-sqlite.ts'

export type { SqliteConnection }
export type DatabaseAccess = 'write' | 'read'

/** How long a statement waits for another process' write. */
const BUSY_TIMEOUT_MS = 5000

/** Opens the file without changing it; a writer makes a missing one, a reader throws `database.missing`. */
export function connect(file: string, access: DatabaseAccess): SqliteConnection {
  if (access === 'write') mkdirSync(dirname(file), { recursive: true })
  else if (!existsSync(file)) {
    throw new AppError('database.missing', `There is no database ${file}. Make it with \`e3 init\`.`, {
      data: { file },
    })
  }
  return withDatabaseErrors(file, () => {
    const connection = openNative(file, { readonly: access === 'read', timeout: BUSY_TIMEOUT_MS })
    try {
      connection.pragma('schema_version')
      return connection
    } catch (error) {
      connection.close()
      if (sqliteCode(error) !== 'SQLITE_READONLY_ROLLBACK') throw error
      // What a killed writer left half done can only be undone by a connection that may write.
      connect(file, 'write').close()
      return connect(file, access)
    }
  })
}

/** Sets what DESIGN 4 asks of every connection; only a writer can turn the file to WAL, where it stays. */
export function setPragmas(connection: SqliteConnection): void {
  if (!connection.readonly) connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = NORMAL')
  connection.pragma('foreign_keys = ON')
  connection.pragma('cache_size = 10000')
  connection.pragma('wal_autocheckpoint = 1000')
  connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
}

const FAILURES: Record<string, { code: ErrorCode; what: string; remedy: string }> = {
  SQLITE_NOTADB: {
    code: 'database.corrupt',
    what: 'is not an SQLite database',
    remedy: 'Move it away and put back the newest copy from the backups folder beside it.',
  },
  SQLITE_CORRUPT: {
    code: 'database.corrupt',
    what: 'is damaged',
    remedy: 'Move it away and put back the newest copy from the backups folder beside it.',
  },
  SQLITE_BUSY: {
    code: 'database.busy',
    what: 'is being written by another program',
    remedy: 'Close that program or wait until it has finished.',
  },
  SQLITE_CANTOPEN: {
    code: 'database.unreadable',
    what: 'cannot be opened',
    remedy: 'Check that its folder exists and that you may write in it.',
  },
  SQLITE_PERM: { code: 'database.unreadable', what: 'may not be opened', remedy: 'Check its permissions.' },
  SQLITE_READONLY: { code: 'database.unreadable', what: 'may not be written', remedy: 'Check its permissions.' },
  SQLITE_FULL: { code: 'database.full', what: 'cannot grow', remedy: 'Free some space on its disk.' },
  SQLITE_IOERR: { code: 'database.unreadable', what: 'cannot be read or written', remedy: 'Check its disk.' },
}

/** Turns what SQLite says about the file itself into an AppError that names it; other errors pass. */
export function withDatabaseErrors<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error: unknown) {
    const failure = Object.entries(FAILURES).find(([code]) => sqliteCode(error).startsWith(code))?.[1]
    if (!failure) throw error
    throw new AppError(failure.code, `The database ${file} ${failure.what} (${messageOf(error)}). ${failure.remedy}`, {
      data: { file },
      cause: error,
    })
  }
}

function sqliteCode(error: unknown): string {
  return error instanceof BetterSqlite.SqliteError ? error.code : ''
}
