// Makes a bare machine ready for the end-to-end tests, and says what to install where it may not.
import { buildBinding, hasBinding } from './runtime/build-binding.ts'
import { CHROMIUM, COMPILERS, ELECTRON_LIBRARIES, install, mayInstall, XVFB } from './runtime/debian.ts'
import { fetchElectron } from './runtime/fetch-electron.ts'
import { findChromium, findElectron, findOnPath } from './runtime/programs.ts'
import { run } from './runtime/run.ts'

const isLinux = process.platform === 'linux'
const DOWNLOAD_HOST = 'https://cdn.playwright.dev'
const REACHABLE_WITHIN_MS = 5_000

const say = (message: string): void => void process.stderr.write(`e2e: ${message}\n`)

/** Packages of the system that are missing, so far as can be seen. */
async function missingPackages(): Promise<string[]> {
  const electron = findElectron()
  return [
    ...(isLinux && !process.env['DISPLAY'] && findOnPath('Xvfb') === null ? XVFB : []),
    ...(electron?.isOld === true && !hasBinding() && !hasCompilers() ? COMPILERS : []),
    ...(electron !== null && isLinux && (await lacksLibraries(electron.program)) ? ELECTRON_LIBRARIES : []),
    ...(findChromium() === null ? CHROMIUM : []),
  ]
}

function hasCompilers(): boolean {
  return ['gcc', 'g++'].every((name) => findOnPath(name) !== null)
}

async function lacksLibraries(program: string): Promise<boolean> {
  return (await run('ldd', [program])).includes('not found')
}

async function installBrowser(): Promise<void> {
  const isReachable = await fetch(DOWNLOAD_HOST, { method: 'HEAD', signal: AbortSignal.timeout(REACHABLE_WITHIN_MS) })
    .then(() => true)
    .catch(() => false)
  if (!isReachable) return
  say('getting Playwright’s Chromium …')
  const withDependencies = mayInstall() ? ['--with-deps'] : []
  await run('npx', ['playwright', 'install', ...withDependencies, 'chromium'], 600_000).catch((error: unknown) =>
    say(`Playwright’s Chromium could not be had: ${String(error)}`),
  )
}

async function prepare(): Promise<void> {
  if (findElectron() === null) {
    say('getting Electron 25 for the tests …')
    await fetchElectron()
  }
  if (findChromium() === null) await installBrowser()
  const missing = await missingPackages()
  if (missing.length > 0) {
    const command = `apt-get install -y ${missing.join(' ')}`
    if (!mayInstall()) throw new Error(`these packages are missing here. As root: ${command}`)
    say(`${command} …`)
    await install(missing)
    const still = await missingPackages()
    if (still.length > 0) throw new Error(`still missing after an installation: ${still.join(' ')}`)
  }
  if (findElectron()?.isOld === true && !hasBinding()) {
    say('compiling the database binding for Electron 25 …')
    await buildBinding()
  }
}

try {
  await prepare()
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
