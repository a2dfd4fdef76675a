import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Runs a program to its end and gives its standard output; rejects with its standard error. */
export async function run(program: string, args: readonly string[], timeoutMs = 300_000): Promise<string> {
  const { stdout } = await execute(program, args, { timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 })
  return stdout
}
