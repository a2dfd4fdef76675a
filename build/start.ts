// `npm start`: the studio on the desktop, or in a browser where there is no desktop for it.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { hasDisplay } from '#electron/cli/open-in-browser.ts'
import { runCommandLine } from '#electron/cli/run-command-line.ts'
import { isBuildStale } from './build-age.ts'
import { findOrFetchElectron } from './electron-program.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** A desktop that fails within this time never showed a window. */
const START_MS = 10_000

const say = (line: string): void => void process.stderr.write(`${line}\n`)

if (isBuildStale()) {
  say('Building the studio …')
  await import('./bundle.ts')
}
const obstacle = await startOnDesktop()
if (obstacle !== null) {
  say(`${obstacle} The studio opens in a browser instead.`)
  const { stdout, stderr, env: processEnv } = process
  process.exitCode = await runCommandLine(['serve', ...(hasDisplay() ? ['--open'] : [])], {
    stdout,
    stderr,
    processEnv,
  })
}

/** Null after the desktop studio has ended; else why it could not start. */
async function startOnDesktop(): Promise<string | null> {
  if (!hasDisplay()) return 'There is no display here for a desktop window.'
  const program = await findOrFetchElectron(say)
  if (typeof program !== 'string') return program.missing
  const startMs = Date.now()
  const code = await run(program, [...(isRoot() ? ['--no-sandbox'] : []), root])
  if (code !== 0 && Date.now() - startMs < START_MS) return `Electron ended at once (${code ?? 'by a signal'}).`
  process.exitCode = code ?? 1
  return null
}

/** Electron refuses to start with its sandbox for the root user, as in a container. */
function isRoot(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0
}

function run(program: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(program, args, { stdio: 'inherit' })
  // Ctrl-C reaches the child as well; it ends first, in order.
  const wait = (): void => undefined
  process.on('SIGINT', wait)
  const forward = (): void => void child.kill('SIGTERM')
  process.on('SIGTERM', forward)
  return new Promise((resolve) => {
    const end = (code: number | null): void => {
      process.off('SIGINT', wait)
      process.off('SIGTERM', forward)
      resolve(code)
    }
    child.once('error', () => end(1))
    child.once('exit', end)
  })
}
