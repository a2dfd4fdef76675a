/** Codes are `noun.reason`, for instance `book.unreadable`. */
export type ErrorCode = `${string}.${string}`

/**
 * An operational failure that a producer can understand: the message names the thing, what was found and the remedy.
 *
 * Any other throw is a bug and is shown as unexpected.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly data: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, options: { data?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.data = options.data ?? {}
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Closes a switch over a union: the compiler proves that no member was forgotten. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
