import BetterSqlite, { type Database as SqliteConnection, type Options } from 'better-sqlite3'
import { appFile } from '#electron/config/app-files.ts'

/** The binary that better-sqlite3 brings needs this much; older runtimes serve the tests only. */
const LEAST_NODE_API = 10
const isOldRuntime = Number(process.versions.napi) < LEAST_NODE_API

/** Opens a file with the native binding that suits this runtime. */
export function openNative(file: string, options: Options = {}): SqliteConnection {
  const binding = isOldRuntime ? { nativeBinding: appFile('e2e/runtime/.native/better_sqlite3.node') } : {}
  return new BetterSqlite(file, { ...options, ...binding })
}
