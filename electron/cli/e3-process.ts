import { spawn, type ChildProcess } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))

/** What a finished command left. */
export interface Finished {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** Starts the real command in a process of its own, as a shell would; for tests. */
export function startE3(args: readonly string[], cwd: string): { child: ChildProcess; finished: Promise<Finished> } {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], {
    cwd,
    // A group of its own, so that a test can press Ctrl-C for all of it.
    detached: true,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = new Promise<Pick<Finished, 'code' | 'signal'>>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  const finished = Promise.all([exit, text(child.stdout), text(child.stderr)]).then(([end, stdout, stderr]) => {
    return { ...end, stdout, stderr }
  })
  return { child, finished }
}

/** Runs a command to its end. */
export function e3(args: readonly string[], cwd: string): Promise<Finished> {
  return startE3(args, cwd).finished
}
