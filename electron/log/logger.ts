import { LOG_LEVELS, type LogLevel } from '#shared/models/log-level.ts'
import { LogFile } from './log-file.ts'
import { redactFields, redactText, secretValues } from './redact.ts'

/** Writes one JSON object a line; ids belong into `fields`, not into the message. */
export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
  error(message: string, fields?: Record<string, unknown> & { error?: unknown }): void
  /** The same log under another module's name. */
  child(module: string): Logger
}

export interface LoggerOptions {
  file: string
  level: LogLevel
  module?: string
  /** Its secret-looking variables are blanked wherever their values turn up; the process' own when left out. */
  processEnv?: NodeJS.ProcessEnv
  /** Size at which the file is set aside as `<file>.1`; 10 MB when left out. */
  maxBytes?: number
}

const MAX_BYTES = 10_000_000
const OLD_FILES_KEPT = 3

/** A logger on a file that is made when the first line is written; `close` leaves every line on the disk. */
export function createLogger(options: LoggerOptions): Logger & { close(): Promise<void> } {
  const file = new LogFile(options.file, { maxBytes: options.maxBytes ?? MAX_BYTES, keep: OLD_FILES_KEPT })
  const secrets = secretValues(options.processEnv ?? process.env)
  const lowest = LOG_LEVELS.indexOf(options.level)

  const write = (level: LogLevel, module: string, message: string, fields: Record<string, unknown>) => {
    if (LOG_LEVELS.indexOf(level) < lowest) return
    const head = { time: new Date().toISOString(), level, module, message: redactText(message, secrets) }
    // Spread twice: the head comes first in the line and no field can replace it.
    const line = { ...head, ...redactFields(fields, { secrets, mayShowBookText: level === 'debug' }), ...head }
    file.append(JSON.stringify(line))
  }
  const forModule = (module: string): Logger => ({
    debug: (message, fields = {}) => write('debug', module, message, fields),
    info: (message, fields = {}) => write('info', module, message, fields),
    warn: (message, fields = {}) => write('warn', module, message, fields),
    error: (message, fields = {}) => write('error', module, message, fields),
    child: (name) => forModule(name),
  })
  const close = (): Promise<void> => {
    file.close()
    return Promise.resolve()
  }
  return { ...forModule(options.module ?? 'studio'), close }
}

/** Takes everything and keeps nothing. */
export const SILENT_LOGGER: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => SILENT_LOGGER,
}
