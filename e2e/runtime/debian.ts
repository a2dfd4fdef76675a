import { findOnPath } from './programs.ts'
import { run } from './run.ts'

/** Packages under the names of Debian 12; where a newer release has renamed one, its new name follows. */
export const XVFB = ['xvfb']
export const CHROMIUM = ['chromium']
export const COMPILERS = ['gcc', 'g++']
export const ELECTRON_LIBRARIES = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
]

/** Whether this process may install packages of the system. */
export function mayInstall(): boolean {
  return process.getuid?.() === 0 && findOnPath('apt-get') !== null
}

/** Installs packages; rejects with apt's own words. */
export async function install(packages: readonly string[]): Promise<void> {
  await run('apt-get', ['-q', '-y', '-o', 'DPkg::Lock::Timeout=120', 'update'])
  const names = await Promise.all(packages.map(nameHere))
  const options = ['-q', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120']
  await run('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...options, 'install', ...names], 900_000)
}

/** The move to 64-bit times renamed libraries: `libgtk-3-0` is `libgtk-3-0t64` there. */
async function nameHere(name: string): Promise<string> {
  const renamed = `${name}t64`
  const found = await run('apt-cache', ['pkgnames', renamed])
  return found.split('\n').includes(renamed) ? renamed : name
}
