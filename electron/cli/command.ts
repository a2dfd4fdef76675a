import type { StudioOptions } from '#electron/studio/open-studio.ts'

/** What surrounds a command: the workspace it works on and the stream for progress and messages. */
export interface CommandContext {
  studio: StudioOptions
  stderr: NodeJS.WriteStream
  /** Prints the result at once, for a command that then goes on; what it gives at its end is not printed any more. */
  announce: (document: object, lines: readonly string[]) => void
}

/** What a command has to say; the frame prints it, so that no command can spoil the JSON on standard output. */
export interface CommandResult {
  /** What `--json` prints. */
  document: object
  /** What is printed without `--json`. */
  lines: string[]
  /** One-line reasons for standard error, when something did not go well. */
  problems?: string[]
  /** 0 when left out. */
  exitCode?: number
}

/** One command with its arguments, ready to run. */
export type Action = (context: CommandContext) => Promise<CommandResult>

/** Takes the one action that the arguments ask for. */
export type Choose = (action: Action) => void
