import { connect, setPragmas, withDatabaseErrors } from './connection.ts'
import { migrationState, type MigrationState } from './migrate.ts'

/** What `e3 health` tells of a database file. */
export interface DatabaseFacts {
  migrations: MigrationState
  /** What SQLite's integrity check has found; empty when the file is sound. */
  damages: string[]
  /** Rows that refer to a row that is not there. */
  brokenReferences: number
  /** The pragmas of DESIGN 4 as an open connection has them. */
  pragmas: Record<string, string | number>
}

const PRAGMAS = ['journal_mode', 'synchronous', 'foreign_keys', 'cache_size', 'wal_autocheckpoint', 'busy_timeout']

/** Looks at a file of any age without changing it; throws `database.missing`, `database.corrupt` and the like. */
export function inspectDatabase(file: string): DatabaseFacts {
  const connection = connect(file, 'read')
  try {
    return withDatabaseErrors(file, () => {
      setPragmas(connection)
      const findings = connection.pragma('integrity_check') as { integrity_check: string }[]
      return {
        migrations: migrationState(connection),
        damages: findings.map((row) => row.integrity_check).filter((finding) => finding !== 'ok'),
        brokenReferences: (connection.pragma('foreign_key_check') as unknown[]).length,
        pragmas: Object.fromEntries(
          PRAGMAS.map((name) => [name, connection.pragma(name, { simple: true }) as string | number]),
        ),
      }
    })
  } finally {
    connection.close()
  }
}
