import { resolve } from 'node:path'
import { CommanderError } from 'commander'
import type { Action, CommandContext } from './command.ts'
import { describeFailure, oneLine } from './failure.ts'
import { buildProgram } from './program.ts'

const EXIT_FAILED = 1
const EXIT_USAGE = 2

interface Surroundings {
  stdout: NodeJS.WriteStream
  stderr: NodeJS.WriteStream
  processEnv: NodeJS.ProcessEnv
}

/** Runs one command line and gives its exit code: 0 done, 1 failed, 2 wrong usage, 130 stopped by Ctrl-C. */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr, processEnv } = surroundings
  const isJson = args.includes('--json')
  let hasPrinted = false
  const print = (document: object, lines: readonly string[]) => {
    if (hasPrinted) return
    hasPrinted = true
    if (isJson) stdout.write(`${JSON.stringify(document, null, 2)}\n`)
    else if (lines.length > 0) stdout.write(`${lines.join('\n')}\n`)
  }

  const parsed = parseArguments(args, surroundings)
  if ('exitCode' in parsed) {
    if (parsed.exitCode !== 0) print({ error: { code: 'command.usage', message: parsed.message } }, [])
    return parsed.exitCode
  }
  const context: CommandContext = { studio: { ...parsed.studio, processEnv }, stderr, announce: print }
  try {
    const result = await parsed.action(context)
    for (const problem of result.problems ?? []) stderr.write(`${oneLine(problem)}\n`)
    print(result.document, result.lines)
    return result.exitCode ?? 0
  } catch (error) {
    const failure = await describeFailure(error, context.studio)
    stderr.write(`${failure.message}\n`)
    if (processEnv['E3_DEBUG'] === '1' && error instanceof Error) stderr.write(`${error.stack ?? ''}\n`)
    print({ error: failure }, [])
    return EXIT_FAILED
  }
}

type Parsed = { action: Action; studio: { root?: string; env?: string } } | { exitCode: number; message: string }

function parseArguments(args: readonly string[], { stdout, stderr }: Surroundings): Parsed {
  let action: Action | undefined
  const program = buildProgram(
    {
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns,
      getErrHelpWidth: () => stderr.columns,
    },
    (chosen) => (action = chosen),
  )
  try {
    program.parse(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return { exitCode: 0, message: '' }
    const message = error.code === 'commander.help' ? 'A command is missing.' : error.message.replace(/^error: /, '')
    return { exitCode: EXIT_USAGE, message: oneLine(message) }
  }
  if (action === undefined) throw new Error('The command line chose no action.')
  const { workspace, env } = program.opts<{ workspace?: string; env?: string }>()
  return {
    action,
    studio: { ...(workspace !== undefined && { root: resolve(workspace) }), ...(env !== undefined && { env }) },
  }
}
