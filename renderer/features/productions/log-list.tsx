import type { ProductionLogEntry } from '#shared/models/production-card.ts'
import { RelativeTime } from '#renderer/ui/relative-time.tsx'
import { StateMark, type MarkedState } from '#renderer/ui/state-mark.tsx'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'

const LEVELS: Record<Exclude<ProductionLogEntry['level'], 'info'>, { state: MarkedState; label: string }> = {
  warn: { state: 'needsYou', label: 'Warning' },
  error: { state: 'failed', label: 'Error' },
}

/** What happened, latest first. */
export function LogList({ log }: { log: readonly ProductionLogEntry[] }) {
  if (log.length === 0) return <p className="text-muted">Nothing has happened yet.</p>
  return (
    <VirtualList
      label="What happened"
      count={log.length}
      rowHeightPx={32}
      keyOf={(index) => log[index]?.id ?? index}
      renderRow={(index) => {
        const entry = log[index]
        return entry !== undefined && <LogRow entry={entry} />
      }}
    />
  )
}

function LogRow({ entry: { at, level, message } }: { entry: ProductionLogEntry }) {
  return (
    <div className="flex h-full items-center gap-3 px-2">
      {level === 'info' ? (
        <span aria-hidden className="m-1.5 size-1 rounded-full bg-muted" />
      ) : (
        <StateMark {...LEVELS[level]} />
      )}
      <span className="min-w-0 grow truncate" title={message}>
        {message}
      </span>
      <span className="shrink-0 text-small text-muted">
        <RelativeTime at={at} />
      </span>
    </div>
  )
}
