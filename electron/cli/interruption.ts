import type { CommandContext, CommandResult } from './command.ts'

// 128 + the signal's number, as shells count.
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const
type StopSignal = keyof typeof EXIT_CODES

/**
 * Runs work that Ctrl-C or SIGTERM stops cleanly through an AbortSignal; the second time ends the process at once.
 *
 * The work gives null when it stopped before its end; `howToResume` then tells the producer how to go on.
 */
export async function interruptible(
  context: CommandContext,
  work: (signal: AbortSignal) => Promise<CommandResult | null>,
  howToResume: () => string,
): Promise<CommandResult> {
  const controller = new AbortController()
  let exitCode = 1
  const stop = (name: StopSignal) => {
    exitCode = EXIT_CODES[name]
    if (controller.signal.aborted) process.exit(exitCode)
    context.stderr.write('Stopping. Press Ctrl-C again to quit at once.\n')
    controller.abort()
  }
  const names = Object.keys(EXIT_CODES) as StopSignal[]
  for (const name of names) process.on(name, stop)
  try {
    const result = await work(controller.signal)
    if (result !== null) return result
    const message = howToResume()
    return { document: { error: { code: 'command.stopped', message } }, lines: [], problems: [message], exitCode }
  } finally {
    for (const name of names) process.off(name, stop)
  }
}
