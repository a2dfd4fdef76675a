import { spawn } from 'node:child_process'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { AppError } from '#shared/models/app-error.ts'

/** What is kept of standard error: the end is where the cause stands. */
const KEPT_STDERR_CHARACTERS = 16_384

/** Runs a program without a shell or standard input; `onLine` gets its standard output. */
export function runProgram(
  program: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
  onLine: (line: string) => void,
): Promise<{ stderr: string }> {
  return run(program, args, signal, (stdout) => createInterface({ input: stdout }).on('line', onLine))
}

/** As `runProgram`; `onBytes` gets standard output as it comes, and must not throw. */
export function pipeProgram(
  program: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
  onBytes: (bytes: Buffer) => void,
): Promise<{ stderr: string }> {
  return run(program, args, signal, (stdout) => stdout.on('data', onBytes))
}

async function run(
  program: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
  listen: (stdout: Readable) => void,
): Promise<{ stderr: string }> {
  signal?.throwIfAborted()
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
  const kill = (): void => void child.kill('SIGKILL')
  signal?.addEventListener('abort', kill)
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-KEPT_STDERR_CHARACTERS)
  })
  listen(child.stdout)
  try {
    const exit = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, killedBy) => resolve(code ?? killedBy))
    })
    signal?.throwIfAborted()
    if (exit === 0) return { stderr }
    const lastLines = stderr.trim().split('\n').slice(-5).join(' | ') || 'it said nothing'
    throw new AppError('media.ffmpegFailed', `${basename(program)} ended with ${exit ?? 'no code'}: ${lastLines}`)
  } catch (error: unknown) {
    if (error instanceof AppError || signal?.aborted === true) throw error
    throw new AppError('media.ffmpegFailed', `${program} could not be started. Check media.ffmpeg_path.`, {
      cause: error,
    })
  } finally {
    signal?.removeEventListener('abort', kill)
  }
}
