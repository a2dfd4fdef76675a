import type { LogLevel } from './log-level.ts'

/** A configuration value that is in force, with the layer that it comes from; secrets are blanked. */
export interface ConfigEntry {
  key: string
  value: string
  /** `default`, a file, or a file and the variable that it names. */
  source: string
}

/** One line of the health table. */
export interface HealthRow {
  area: 'config' | 'database' | 'foundry' | 'ffmpeg' | 'server' | 'workflow'
  name: string
  state: 'ok' | 'warning' | 'failed'
  detail: string
  /** What to do, when the detail does not say it. */
  remedy?: string
}

/** A line of the environment's log; `line` counts up in one run of the studio. */
export interface LogLine {
  line: number
  at: string
  level: LogLevel
  module: string
  message: string
  /** The other fields as JSON; empty when there are none. */
  fields: string
}
