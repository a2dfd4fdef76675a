import BetterSqlite from 'better-sqlite3'

/** For tests: runs statements on a file as another program would, past schema and repositories. */
export function runSql(file: string, sql: string): void {
  const connection = new BetterSqlite(file)
  connection.pragma('foreign_keys = OFF')
  connection.exec(sql)
  connection.close()
}
