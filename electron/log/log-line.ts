import { LOG_LEVELS, type LogLevel } from '#shared/models/log-level.ts'
import type { LogLine } from '#shared/models/settings.ts'
import { redactText } from './redact.ts'

const LEVEL_AT_HEAD = /^\{"time":"[^"]*","level":"(\w+)"/
const HEAD_CHARACTERS = 60
/** The levels of Python's logging, whose lines older logs hold. */
const OLDER_LEVEL = /\b(?:DEBUG|INFO|WARN(?:ING)?|ERROR|CRITICAL)\b/

/** A line as a file holds it; one that is not of our making is told as its message, with the time that is given. */
export function readLogLine(text: string, line: number, otherwiseAt: string): LogLine {
  const found = parse(text)
  if (found === null) {
    return { line, at: otherwiseAt, level: olderLevel(text), module: '', message: redactText(text, []), fields: '' }
  }
  const { time, level, module, message, ...fields } = found
  return {
    line,
    at: String(time),
    level: LOG_LEVELS.find((known) => known === level) ?? 'info',
    module: String(module),
    message: String(message),
    fields: Object.keys(fields).length === 0 ? '' : JSON.stringify(fields),
  }
}

/** False for a line of ours below the level, told by its beginning: most lines of a long log need no parsing. */
export function mayFitLog(text: string, level: LogLevel): boolean {
  const found = LEVEL_AT_HEAD.exec(text.slice(0, HEAD_CHARACTERS))?.[1]
  return found === undefined || !LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(level)).includes(found as LogLevel)
}

/** True for a line of this level or a graver one that has the words somewhere, in any case. */
export function fitsLog(line: LogLine, { level, text }: { level: LogLevel; text: string }): boolean {
  if (LOG_LEVELS.indexOf(line.level) < LOG_LEVELS.indexOf(level)) return false
  const words = text.trim().toLowerCase()
  return [line.message, line.module, line.fields].some((part) => part.toLowerCase().includes(words))
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    const isOurs = typeof value === 'object' && value !== null && 'time' in value && 'level' in value
    return isOurs ? { ...value } : null
  } catch {
    return null
  }
}

function olderLevel(text: string): LogLevel {
  const word = OLDER_LEVEL.exec(text)?.[0].toLowerCase()
  return LOG_LEVELS.find((level) => word?.startsWith(level)) ?? (word === 'critical' ? 'error' : 'info')
}
