import { JOB_STATUSES, PRIORITY } from '#shared/models/job.ts'
import { PRODUCTION_STATUSES, STEP_STATUSES } from '#shared/models/production.ts'
import type { SqliteConnection } from './connection.ts'

type Value = string | number | bigint | Buffer | null

/** Other words for a status that Python tools have written. */
const STATUS_WORDS: Record<string, readonly string[]> = {
  pending: ['queued', 'new', 'waiting', 'not_started', 'skipped', 'planned', 'created'],
  processing: ['running', 'in_progress', 'started', 'active', 'generating'],
  completed: ['complete', 'done', 'finished', 'success', 'succeeded'],
  done: ['complete', 'completed', 'finished', 'success', 'succeeded'],
  failed: ['fail', 'error', 'failure'],
  cancelled: ['canceled', 'aborted'],
  paused: ['stopped', 'on_hold'],
}

/** Makes the functions known that `olderValue` uses. */
export function registerOlderValues(connection: SqliteConnection): void {
  const define = (name: string, work: (...values: Value[]) => Value) =>
    connection.function(name, { deterministic: true, varargs: true }, (...values: unknown[]) =>
      work(...(values as Value[])),
    )
  define('older_time', (value) => isoTime(value ?? null))
  define('older_step_status', (value) => statusAmong(STEP_STATUSES, value ?? null) ?? 'failed')
  define('older_production_status', (value) => statusAmong(PRODUCTION_STATUSES, value ?? null) ?? 'failed')
  define('older_job_status', (value) => statusAmong(JOB_STATUSES, value ?? null) ?? 'failed')
  define('older_json', (value) => jsonObject(value ?? null))
  define('older_flag', (value) => (['1', 'true', 'yes', 't', 'y'].includes(String(value).toLowerCase()) ? 1 : 0))
}

/** The SQL that reads an older column as a value of ours, never null where ours may not be. */
export function olderValue(table: string, column: { name: string; notnull: 0 | 1; dflt_value: string | null }): string {
  const name = `"${column.name}"`
  const fallback = column.dflt_value === null ? `'unknown'` : `(${column.dflt_value})`
  const value = convert(table, column.name, name)
  return column.notnull ? `COALESCE(${value}, ${fallback})` : value
}

function convert(table: string, column: string, name: string): string {
  if (column === 'status')
    return table === 'comfyui_jobs' ? `older_job_status(${name})` : `older_production_status(${name})`
  if (column.endsWith('_status')) return `older_step_status(${name})`
  if (/_(at|time)$/.test(column) || column === 'not_before') return `older_time(${name})`
  if (['metadata', 'inputs', 'parameters'].includes(column)) return `older_json(${name})`
  if (column === 'active' || column === 'audiobook_complete')
    return `CASE WHEN ${name} IS NOT NULL THEN older_flag(${name}) END`
  if (column === 'priority') return `max(${PRIORITY.min}, min(${PRIORITY.max}, CAST(${name} AS INTEGER)))`
  const isUnique =
    (table === 'titles' && column === 'book_id') || (table === 'comfyui_jobs' && column === 'config_name')
  return isUnique ? firstKeepsName(name) : name
}

/** A name that ought to be unique: a second row with it keeps its data under `name~rowid`. */
function firstKeepsName(name: string): string {
  const known = `COALESCE(${name}, 'unknown')`
  return `CASE WHEN row_number() OVER (PARTITION BY ${known} ORDER BY rowid) = 1 THEN ${known} ELSE ${known} || '~' || rowid END`
}

function statusAmong(statuses: readonly string[], value: Value): string | null {
  if (value === null || value === '') return 'pending'
  const word = String(value)
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
  return statuses.find((status) => status === word || STATUS_WORDS[status]?.includes(word)) ?? null
}

/** `2025-03-01 09:30:00` and Python's `isoformat()` become ISO 8601 UTC; a time without zone is UTC; the rest stays as it is. */
function isoTime(value: Value): Value {
  if (typeof value === 'number') return new Date(value < 1e11 ? value * 1000 : value).toISOString()
  if (typeof value !== 'string') return value
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d)?(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(value.trim())
  if (!match) return value
  const [, day, minute = '00:00', second = ':00', fraction = '', zone = 'Z'] = match
  const time = new Date(
    `${day ?? ''}T${minute}${second}${fraction.slice(0, 4)}${zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`,
  )
  return Number.isNaN(time.getTime()) ? value : time.toISOString()
}

function jsonObject(value: Value): string {
  if (value === null || value === '') return '{}'
  try {
    const parsed: unknown = JSON.parse(String(value))
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? String(value)
      : JSON.stringify({ older: parsed })
  } catch {
    // Python's own notation and the like: kept as text under one name.
    return JSON.stringify({ older: String(value) })
  }
}
