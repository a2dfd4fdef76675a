import { useSyncExternalStore } from 'react'
import { formatRelative } from './format.ts'

const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' })

/** One clock for all times on the screen. */
const TICK_MS = 20_000
let nowMs = Date.now()
const listeners = new Set<() => void>()
setInterval(() => {
  nowMs = Date.now()
  for (const listener of listeners) listener()
}, TICK_MS)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** When something was, as people say it; the exact time on hovering. */
export function RelativeTime({ at }: { at: string }) {
  const now = useSyncExternalStore(subscribe, () => nowMs)
  const atMs = Date.parse(at)
  return (
    <time dateTime={at} title={exact.format(atMs)} className="whitespace-nowrap">
      {formatRelative(atMs, Math.max(now, atMs))}
    </time>
  )
}
