import { useEffect, useMemo } from 'react'
import type { StudioEvent } from '#shared/contract/event.ts'
import { LOG_LEVELS, type LogLevel } from '#shared/models/log-level.ts'
import type { LogLine } from '#shared/models/settings.ts'
import { request } from '#renderer/bridge.ts'
import { createLiveValue, type LiveValue } from '#renderer/state/live-value.ts'

/** What a window keeps of a log that never ends. */
const MOST_LINES = 5000
const PAGE_LINES = 500

export interface LogFilter {
  level: LogLevel
  text: string
}

interface LogLines {
  lines: LogLine[]
}

/** The lines that fit a filter, as they are written; `loadOlder` pages back. */
export function useLogLines({ level, text }: LogFilter) {
  const store = useMemo(() => createLogStore({ level, text }), [level, text])
  useEffect(() => store.open(), [store])
  const { status, failure, value } = store()
  return {
    lines: value?.lines ?? NO_LINES,
    failure,
    isReady: status === 'ready',
    loadOlder: () => loadOlder(store, { level, text }),
  }
}

const NO_LINES: LogLine[] = []

function createLogStore(filter: LogFilter): LiveValue<LogLines> {
  return createLiveValue<LogLines>({
    load: () => request('settings.logs', { ...filter, limit: PAGE_LINES }),
    apply: (known, events) => append(known, events, filter),
  })
}

function append(known: LogLines, events: readonly StudioEvent[], filter: LogFilter): LogLines {
  // A line may come with the snapshot and once more as news.
  const seen = new Set(known.lines.slice(-PAGE_LINES).map(({ line }) => line))
  const news = events.flatMap((event) => (event.name === 'log.written' ? [event.data] : []))
  const fitting = news.filter((line) => fits(line, filter) && !seen.has(line.line))
  return fitting.length === 0 ? known : { lines: [...known.lines, ...fitting].slice(-MOST_LINES) }
}

async function loadOlder(store: LiveValue<LogLines>, filter: LogFilter): Promise<void> {
  const before = store.getState().value?.lines[0]?.line
  if (before === undefined) return
  const older = await request('settings.logs', { ...filter, limit: PAGE_LINES, before })
  const { value } = store.getState()
  // Two requests for the same lines: the second answer is not put before the first.
  if (value?.lines[0]?.line === before) store.setState({ value: { lines: [...older.lines, ...value.lines] } })
}

/** True for a line of at least the level that has the words anywhere. */
function fits(line: LogLine, { level, text }: LogFilter): boolean {
  if (LOG_LEVELS.indexOf(line.level) < LOG_LEVELS.indexOf(level)) return false
  const wanted = text.trim().toLowerCase()
  return [line.message, line.module, line.fields].some((field) => field.toLowerCase().includes(wanted))
}
