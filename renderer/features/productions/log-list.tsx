import type { ProductionLogEntry } from '#shared/models/production-card.ts'
import { RelativeTime } from '#renderer/ui/relative-time.tsx'
import { ScrollArea } from '#renderer/ui/scroll-area.tsx'
import { StateMark, type MarkedState } from '#renderer/ui/state-mark.tsx'

const LEVELS: Record<Exclude<ProductionLogEntry['level'], 'info'>, { state: MarkedState; label: string }> = {
  warn: { state: 'needsYou', label: 'Warning' },
  error: { state: 'failed', label: 'Error' },
}

/** What happened, latest first; its few hundred entries may be long, so they are lines of text and not rows of one height. */
export function LogList({ log }: { log: readonly ProductionLogEntry[] }) {
  if (log.length === 0) return <p className="text-muted">Nothing has happened yet.</p>
  return (
    <ScrollArea className="h-full overflow-y-auto -outline-offset-2">
      <ol aria-label="What happened" className="flex flex-col">
        {log.map((entry) => (
          <LogLine key={entry.id} entry={entry} />
        ))}
      </ol>
    </ScrollArea>
  )
}

function LogLine({ entry: { at, level, message } }: { entry: ProductionLogEntry }) {
  return (
    <li className="flex min-h-8 items-start gap-3 px-2 py-1.5">
      {level === 'info' ? (
        <span aria-hidden className="m-1.5 mt-2 size-1 shrink-0 rounded-full bg-muted" />
      ) : (
        <StateMark {...LEVELS[level]} className="mt-0.5" />
      )}
      <span className="min-w-0 grow break-words">{message}</span>
      <span className="shrink-0 text-small leading-5 text-muted">
        <RelativeTime at={at} />
      </span>
    </li>
  )
}
