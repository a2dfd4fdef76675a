import { useCallback, useEffect, useRef, useState } from 'react'
import type { ReplyError } from '#shared/contract/reply.ts'
import { LOG_LEVELS, type LogLevel } from '#shared/models/log-level.ts'
import type { LogLine } from '#shared/models/settings.ts'
import { request, subscribe } from '#renderer/bridge.ts'
import { failureOf } from '#renderer/state/noun-store.ts'

/** What a window keeps of a log that never ends. */
const MOST_LINES = 5000
const PAGE_LINES = 500

export interface LogFilter {
  level: LogLevel
  text: string
}

/** The lines that fit a filter, as they are written; `loadOlder` pages back. */
export function useLogLines(filter: LogFilter) {
  const { level, text } = filter
  const key = `${level} ${text}`
  const [state, setState] = useState<{ key: string; lines: LogLine[]; failure: ReplyError | null; isReady: boolean }>({
    key,
    lines: [],
    failure: null,
    isReady: false,
  })
  const isPaging = useRef(false)

  useEffect(() => {
    let isCurrent = true
    let revision = Number.MAX_SAFE_INTEGER
    const early: { revision: number; line: LogLine }[] = []
    const append = (written: readonly LogLine[]) => {
      const fitting = written.filter((line) => fits(line, { level, text }))
      if (fitting.length === 0) return
      setState((known) => {
        // A line may come with the snapshot and once more as news.
        const seen = new Set(known.lines.slice(-PAGE_LINES).map(({ line }) => line))
        const news = fitting.filter(({ line }) => !seen.has(line))
        return { ...known, lines: [...known.lines, ...news].slice(-MOST_LINES) }
      })
    }
    const unsubscribe = subscribe((events) => {
      const written = events.flatMap((event) =>
        event.name === 'log.written' ? [{ revision: event.revision, line: event.data }] : [],
      )
      if (revision === Number.MAX_SAFE_INTEGER) early.push(...written)
      else append(written.map(({ line }) => line))
    })
    request('settings.logs', { level, text, limit: PAGE_LINES }).then(
      (snapshot) => {
        if (!isCurrent) return
        revision = snapshot.revision
        setState({ key: `${level} ${text}`, lines: snapshot.lines, failure: null, isReady: true })
        append(early.filter((event) => event.revision > snapshot.revision).map(({ line }) => line))
      },
      (error: unknown) => {
        if (isCurrent) setState({ key: `${level} ${text}`, lines: [], failure: failureOf(error), isReady: true })
      },
    )
    return () => {
      isCurrent = false
      unsubscribe()
    }
  }, [level, text])

  const lines = state.key === key ? state.lines : []
  const oldest = lines[0]?.line
  const loadOlder = useCallback(async () => {
    if (oldest === undefined || isPaging.current) return
    isPaging.current = true
    try {
      const page = await request('settings.logs', { level, text, limit: PAGE_LINES, before: oldest })
      setState((known) => (known.key === key ? { ...known, lines: [...page.lines, ...known.lines] } : known))
    } finally {
      isPaging.current = false
    }
  }, [key, level, text, oldest])

  return { lines, failure: state.failure, isReady: state.isReady && state.key === key, loadOlder }
}

/** True for a line of at least the level that has the words anywhere. */
export function fits(line: LogLine, { level, text }: LogFilter): boolean {
  if (LOG_LEVELS.indexOf(line.level) < LOG_LEVELS.indexOf(level)) return false
  const wanted = text.trim().toLowerCase()
  return [line.message, line.module, line.fields].some((field) => field.toLowerCase().includes(wanted))
}
