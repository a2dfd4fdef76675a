import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = ['renderer', 'shared', 'electron', 'database/migrations', 'build/bundle.ts', 'package-lock.json']
const OUTPUTS = ['dist/renderer/index.html', 'dist/electron/main.cjs', 'dist/electron/preload.cjs']

/** Whether `npm run build` would make something else than what lies in `dist/`. */
export function isBuildStale(): boolean {
  const builtMs = Math.min(...OUTPUTS.map((path) => modifiedMs(join(root, path)) ?? 0))
  return SOURCES.some((path) => newestMs(join(root, path)) > builtMs)
}

function newestMs(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined || path.endsWith('.test.ts')) return 0
  if (!stats.isDirectory()) return stats.mtimeMs
  // A folder's own time tells of files that were removed.
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestMs(join(path, name))), stats.mtimeMs)
}

function modifiedMs(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}
