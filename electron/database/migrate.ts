import { readMigrationFiles, type MigrationMeta } from 'drizzle-orm/migrator'
import { appFile } from '#electron/config/app-files.ts'
import { AppError } from '#shared/models/app-error.ts'
import { adoptOlderTables, isOlderDatabase } from './adopt.ts'
import { backUp } from './backup.ts'
import type { SqliteConnection } from './connection.ts'

const JOURNAL = '__drizzle_migrations'
const MIGRATIONS_DIR = appFile('database/migrations')

/** How a file stands to the migrations of this studio. */
export interface MigrationState {
  kind: 'empty' | 'current' | 'behind' | 'older' | 'newer' | 'foreign'
  applied: number
  pending: number
}

/** Reads the file's journal without changing anything; `older` is a database of the Python E3. */
export function migrationState(connection: SqliteConnection): MigrationState {
  return stateAmong(connection, readMigrations())
}

/**
 * Brings the file to this studio's schema in one transaction, after a copy of it when it holds anything.
 *
 * Of two processes that start at once one migrates and the other finds the work done.
 * Throws `database.newer` and `database.foreign` before anything is touched.
 */
export function migrate(connection: SqliteConnection, options: { backupDir: string }): void {
  const migrations = readMigrations()
  const { kind } = stateAmong(connection, migrations)
  assertUsable(connection, kind)
  if (kind === 'current') return
  if (kind !== 'empty') backUp(connection, options.backupDir)

  // Both can only be set outside a transaction: tables are rebuilt without their references being followed.
  connection.pragma('foreign_keys = OFF')
  connection.pragma('legacy_alter_table = ON')
  try {
    connection.transaction(() => apply(connection, migrations)).immediate()
  } finally {
    connection.pragma('legacy_alter_table = OFF')
    connection.pragma('foreign_keys = ON')
  }
}

function assertUsable(connection: SqliteConnection, kind: MigrationState['kind']): void {
  if (kind === 'newer') {
    throw new AppError(
      'database.newer',
      `The database ${connection.name} was written by a newer E3 Studio. Update this studio, or put back an older copy of the file.`,
      { data: { file: connection.name } },
    )
  }
  if (kind === 'foreign') {
    throw new AppError(
      'database.foreign',
      `The database ${connection.name} belongs to another program: it has tables, but not those of E3. Choose another file as databases.main.`,
      { data: { file: connection.name } },
    )
  }
}

function apply(connection: SqliteConnection, migrations: MigrationMeta[]): void {
  // Asked again inside the transaction: another process may have migrated while this one waited.
  const { kind } = stateAmong(connection, migrations)
  if (kind === 'current') return
  assertUsable(connection, kind)
  const finishAdoption = kind === 'older' ? adoptOlderTables(connection) : undefined
  connection.exec(
    `CREATE TABLE IF NOT EXISTS ${JOURNAL} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)`,
  )
  const applied = new Set(appliedMigrations(connection))
  const record = connection.prepare(`INSERT INTO ${JOURNAL} (hash, created_at) VALUES (?, ?)`)
  for (const migration of migrations.filter(({ folderMillis }) => !applied.has(folderMillis))) {
    for (const statement of migration.sql) connection.exec(statement)
    record.run(migration.hash, migration.folderMillis)
  }
  finishAdoption?.()
}

function stateAmong(connection: SqliteConnection, migrations: MigrationMeta[]): MigrationState {
  const known = new Set(migrations.map(({ folderMillis }) => folderMillis))
  const tables = tableNames(connection)
  const applied = tables.includes(JOURNAL) ? appliedMigrations(connection) : []
  const state = (kind: MigrationState['kind']): MigrationState => ({
    kind,
    applied: applied.length,
    pending: [...known].filter((when) => !applied.includes(when)).length,
  })
  if (applied.some((when) => !known.has(when))) return state('newer')
  if (applied.length > 0) return state(applied.length === known.size ? 'current' : 'behind')
  const others = tables.filter((name) => name !== JOURNAL)
  if (others.length === 0) return state('empty')
  return state(isOlderDatabase(connection) ? 'older' : 'foreign')
}

function readMigrations(): MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder: MIGRATIONS_DIR })
}

function appliedMigrations(connection: SqliteConnection): number[] {
  return connection
    .prepare<[], { createdAt: number }>(`SELECT created_at AS createdAt FROM ${JOURNAL}`)
    .all()
    .map((row) => row.createdAt)
}

function tableNames(connection: SqliteConnection): string[] {
  const query = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`
  return connection.prepare<[], string>(query).pluck().all()
}
