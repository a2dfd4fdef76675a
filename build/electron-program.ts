import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const REACHABLE_WITHIN_MS = 5_000
/** A hundred megabytes over a slow line. */
const DOWNLOAD_MS = 300_000

const PROGRAMS: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

/** The Electron program to start, downloaded once where it can be; else why there is none. */
export async function findOrFetchElectron(say: (line: string) => void): Promise<string | { missing: string }> {
  const folder = packageFolder()
  if (folder === null) return { missing: 'The package electron is not installed here.' }
  const program = join(
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] || join(folder, 'dist'),
    PROGRAMS[process.platform] ?? 'electron',
  )
  if (existsSync(program)) return program
  if (!(await isReachable()))
    return { missing: 'There is no Electron program here, and its download was not reachable.' }
  say('Getting Electron, once (about 100 MB) …')
  const installer = spawn(process.execPath, [join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: DOWNLOAD_MS,
  })
  await once(installer, 'close')
  return existsSync(program) ? program : { missing: 'There is no Electron program here, and its download failed.' }
}

function packageFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return null // Installed without the development packages.
  }
}

/** Asked first: the download itself waits for minutes where a network swallows it. */
function isReachable(): Promise<boolean> {
  const mirror = process.env['ELECTRON_MIRROR'] || process.env['npm_config_electron_mirror']
  const source = mirror || 'https://github.com/electron/electron/releases'
  return fetch(source, { method: 'HEAD', signal: AbortSignal.timeout(REACHABLE_WITHIN_MS) })
    .then(() => true)
    .catch(() => false)
}
