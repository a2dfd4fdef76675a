import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import type { SqliteConnection } from './connection.ts'

/** Writes a complete copy of an open database to `<directory>/<name>-<time>.db` and returns its path. */
export function backUp(connection: SqliteConnection, directory: string): string {
  mkdirSync(directory, { recursive: true })
  const name = basename(connection.name, extname(connection.name))
  const time = new Date().toISOString().replace(/[-:.]/g, '')
  const target = join(directory, `${name}-${time}.db`)
  const part = `${target}.${process.pid}.part`
  rmSync(part, { force: true })
  connection.prepare('VACUUM INTO ?').run(part)
  const descriptor = openSync(part, 'r+')
  fsyncSync(descriptor)
  closeSync(descriptor)
  renameSync(part, target)
  return target
}
