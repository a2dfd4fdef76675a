import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { hasElectron } from './fetch-electron.ts'
import { OLD_ELECTRON, REPOSITORY } from './places.ts'

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** The Electron to test with: the one that ships where its binary is installed, else the older one; null without either. */
export function findElectron(): { program: string; isOld: boolean } | null {
  const installed = installedElectron()
  if (installed !== null) return { program: installed, isOld: false }
  return hasElectron() ? { program: join(OLD_ELECTRON, 'electron'), isOld: true } : null
}

/** Playwright's own Chromium, else the system's; null without either. */
export function findChromium(): string | null {
  const own = chromium.executablePath()
  if (existsSync(own)) return own
  return CHROMIUM_NAMES.map(findOnPath).find((program) => program !== null) ?? null
}

/** The full path of a program that a shell would start. */
export function findOnPath(name: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null
}

/** npm installs the package without its binary where that cannot be downloaded. */
function installedElectron(): string | null {
  const folder = join(REPOSITORY, 'node_modules/electron')
  const nameFile = join(folder, 'path.txt')
  if (!existsSync(nameFile)) return null
  const program = join(folder, 'dist', readFileSync(nameFile, 'utf8').trim())
  return existsSync(program) ? program : null
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
