import { AppError } from '#shared/models/app-error.ts'
import type { SqliteConnection } from './connection.ts'
import { registerOlderValues, olderValue } from './older-values.ts'

/** The tables that the Python E3 has too, parents first, each with the column that makes it ours. */
const SHARED_TABLES = {
  narrators: 'narrator_id',
  titles: 'book_id',
  audiobook_production: 'book_id',
  comfyui_jobs: 'config_name',
} as const
type SharedTable = keyof typeof SHARED_TABLES
const SHARED_NAMES = Object.keys(SHARED_TABLES) as SharedTable[]

/** Tables of ours that an older file might use for something else. */
const NEW_TABLES = ['chunks', 'production_log', 'titles_search']

interface Column {
  name: string
  type: string
  notnull: 0 | 1
  dflt_value: string | null
}

interface OlderTable {
  name: SharedTable
  columns: Column[]
  /** Its own indexes and triggers, put back under the rebuilt table. */
  extras: { name: string; sql: string }[]
}

/** True for a database that has tables of E3 and was never migrated by the studio. */
export function isOlderDatabase(connection: SqliteConnection): boolean {
  return SHARED_NAMES.some((name) => columnsOf(connection, name).length > 0)
}

/**
 * Sets the older tables aside so that the migrations can make ours, and returns the second half: it copies every row
 * with its id and values, keeps columns that we do not know, and gives rows without a parent a placeholder.
 *
 * Both halves belong into one transaction with `foreign_keys` off and `legacy_alter_table` on; other tables stay untouched.
 */
export function adoptOlderTables(connection: SqliteConnection): () => void {
  const older = SHARED_NAMES.flatMap((name) => setAside(connection, name))
  for (const name of NEW_TABLES) {
    if (columnsOf(connection, name).length > 0) connection.exec(`ALTER TABLE ${name} RENAME TO older_${name}`)
  }
  return () => {
    registerOlderValues(connection)
    for (const table of older) copyRows(connection, table)
    for (const statement of PLACEHOLDERS) connection.exec(statement)
    for (const table of older) {
      connection.exec(`DROP TABLE older_${table.name}`)
      for (const extra of table.extras) if (!exists(connection, extra.name)) connection.exec(extra.sql)
    }
  }
}

function setAside(connection: SqliteConnection, name: SharedTable): OlderTable[] {
  const columns = columnsOf(connection, name)
  if (columns.length === 0) return []
  if (!columns.some((column) => column.name === SHARED_TABLES[name])) {
    throw new AppError(
      'database.foreign',
      `The database ${connection.name} has a table ${name} without the column ${SHARED_TABLES[name]}: it is not one of E3. Choose another file as databases.main.`,
      { data: { file: connection.name, table: name } },
    )
  }
  const query = `SELECT name, sql, type FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL`
  const extras = connection.prepare<[string], { name: string; sql: string; type: string }>(query).all(name)
  for (const extra of extras) connection.exec(`DROP ${extra.type} ${quote(extra.name)}`)
  connection.exec(`ALTER TABLE ${name} RENAME TO older_${name}`)
  return [{ name, columns, extras }]
}

function copyRows(connection: SqliteConnection, table: OlderTable): void {
  const ours = columnsOf(connection, table.name)
  const isOurs = (column: Column) => ours.some(({ name }) => name === column.name)
  for (const column of table.columns.filter((candidate) => !isOurs(candidate))) {
    connection.exec(`ALTER TABLE ${table.name} ADD COLUMN ${quote(column.name)} ${plainType(column)}`)
  }
  const copied = table.columns.map((column) => {
    const own = ours.find(({ name }) => name === column.name)
    return { name: quote(column.name), value: own ? olderValue(table.name, own) : quote(column.name) }
  })
  const missing = ours
    .filter((own) => own.notnull && own.dflt_value === null && own.name !== 'id')
    .filter((own) => !table.columns.some(({ name }) => name === own.name))
    .map((own) => ({ name: quote(own.name), value: `''` }))
  const fields = [...copied, ...missing]
  connection.exec(
    `INSERT INTO ${table.name} (${fields.map(({ name }) => name).join(', ')})
     SELECT ${fields.map(({ value }) => value).join(', ')} FROM older_${table.name} ORDER BY rowid`,
  )
}

/** Rows whose narrator or title is missing get one, so that none is lost and every reference holds. */
const PLACEHOLDERS = [
  `INSERT INTO narrators (narrator_id, narrator_name, voice_model, active, description)
   SELECT missing.id, missing.id, '', 0, 'Stands for a narrator that the older database had lost'
   FROM (SELECT narrator_id AS id FROM audiobook_production
         UNION SELECT audiobook_narrator_id FROM titles WHERE audiobook_narrator_id IS NOT NULL) AS missing
   WHERE missing.id NOT IN (SELECT narrator_id FROM narrators)`,
  `INSERT INTO titles (book_id, title, author)
   SELECT DISTINCT book_id, book_id, 'Unknown' FROM audiobook_production
   WHERE book_id NOT IN (SELECT book_id FROM titles)`,
]

function columnsOf(connection: SqliteConnection, table: string): Column[] {
  const columns = connection
    .prepare<[string], Column>(`SELECT name, type, "notnull", dflt_value FROM pragma_table_info(?)`)
    .all(table)
  return columns.map((column) => ({ ...column, name: column.name.toLowerCase() }))
}

function exists(connection: SqliteConnection, name: string): boolean {
  return connection.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(name) !== undefined
}

/** Type and constant default of a column that we do not know; SQLite adds no column with any other default. */
function plainType({ type, dflt_value: value }: Column): string {
  const plain = type.replace(/[^\w (),]/g, '')
  return value !== null && /^(-?[\d.]+|'(?:[^']|'')*')$/.test(value) ? `${plain} DEFAULT ${value}` : plain
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
