import { spawn, type ChildProcess } from 'node:child_process'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { runCommandLine } from './run-command-line.ts'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))

/** What a finished command left; for tests. */
export interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

/** Starts the real command in a process of its own and in a group of its own, as a shell would. */
export function startE3(args: readonly string[], cwd: string): { child: ChildProcess; finished: Promise<Finished> } {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], {
    cwd,
    detached: true,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve))
  const finished = Promise.all([exit, text(child.stdout), text(child.stderr)]).then(([code, stdout, stderr]) => {
    return { code, stdout, stderr }
  })
  return { child, finished }
}

/** Runs a command to its end in this process, which saves the start of another. */
export async function e3(args: readonly string[], workspace: string): Promise<Finished> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const streams = { stdout, stderr } as unknown as { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream }
  const code = await runCommandLine(['--workspace', workspace, ...args], { ...streams, processEnv: {} })
  stdout.end()
  stderr.end()
  return { code, stdout: await text(stdout), stderr: await text(stderr) }
}

/** The document of a command that must succeed. */
export async function e3Json<Document>(args: readonly string[], workspace: string): Promise<Document> {
  const { code, stdout, stderr } = await e3([...args, '--json'], workspace)
  if (code !== 0) throw new Error(`e3 ${args.join(' ')} ended with ${code ?? 'a signal'}: ${stderr}`)
  return JSON.parse(stdout) as Document
}
