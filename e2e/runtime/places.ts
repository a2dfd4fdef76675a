import { fileURLToPath } from 'node:url'

const place = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export const REPOSITORY = place('../..')
/** The older Electron; its program is `electron` in this folder. */
export const OLD_ELECTRON = place('./.electron25')
/** better-sqlite3 for the older Electron; `electron/database/native-sqlite.ts` looks for it here. */
export const OLD_BINDING = place('./.native/better_sqlite3.node')
export const LOADER = place('./loader')
export const COMPATIBILITY_HEADER = place('./napi8-compat.h')
