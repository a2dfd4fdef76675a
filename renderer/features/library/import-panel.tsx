import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import type { DuplicateDecision } from '#shared/models/import-item.ts'
import { request } from '#renderer/bridge.ts'
import { useImports } from '#renderer/state/imports.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { formatCount, pluralise } from '#renderer/ui/format.ts'
import { EDGE_PX, useLowerEdgePx, useLowerPanel } from '#renderer/ui/lower-edge.ts'
import { ProgressLine } from '#renderer/ui/progress-line.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import { clearSettled, useBookOutbox } from './book-outbox.ts'
import { ImportRowView } from './import-row.tsx'
import { importRows, summaryOf, type ImportRow, type ImportSummary } from './import-rows.ts'

const ROW_PX = 64
/** Of a row with its three answers. */
const DECISION_PX = 92
const MOST_ROWS_IN_SIGHT = 5

/** Whoever goes on to another page has seen the list: it folds there, until `news` is other than before. */
function useFolding(news: string, isFoldedAtFirst: boolean): [boolean, (isFolded: boolean) => void] {
  const [route] = useLocation()
  const [shown, setShown] = useState({ news, route })
  const [choice, setChoice] = useState({ at: '', isFolded: false })
  if (shown.news !== news) setShown({ news, route })
  const at = `${route} ${news}`
  const isFolded = choice.at === at ? choice.isFolded : isFoldedAtFirst || shown.route !== route
  return [isFolded, (wanted) => setChoice({ at, isFolded: wanted })]
}

/** The files on their way to the shelf, at the lower right until they are cleared. */
export function ImportPanel() {
  const outgoing = useBookOutbox(({ files }) => files)
  const items = useImports((state) => state.items)
  const rows = useMemo(() => importRows(outgoing, items.values()), [outgoing, items])
  const bottomPx = useLowerEdgePx()
  const summary = summaryOf(rows)
  const isBusy = summary.settled + summary.duplicates < summary.total
  const needy = summary.failed + summary.duplicates
  const [isFolded, setIsFolded] = useFolding(`${summary.total} ${needy}`, !isBusy && needy === 0)
  if (rows.length === 0) return null

  const { duplicates } = summary
  return (
    <section
      ref={keepHeight}
      aria-label="Books on their way"
      className="animate-rise fixed z-30 flex w-96 max-w-[calc(100vw-2rem)] flex-col rounded-card bg-raised shadow-float"
      style={{ bottom: bottomPx, right: EDGE_PX }}
    >
      <header className="flex items-center gap-2 py-2 pr-2 pl-4">
        <p role="status" className="min-w-0 grow truncate font-semibold">
          {headline(summary, isBusy)}
        </p>
        {isBusy ? (
          <Button size="small" variant="quiet" onClick={stopAll}>
            Stop
          </Button>
        ) : (
          summary.duplicates === 0 && (
            <Button size="small" variant="quiet" icon={X} onClick={clearSettled}>
              Clear
            </Button>
          )
        )}
        <IconButton
          size="small"
          label={isFolded ? 'Show the files' : 'Fold the list'}
          icon={isFolded ? ChevronUp : ChevronDown}
          aria-expanded={!isFolded}
          onClick={() => setIsFolded(!isFolded)}
        />
      </header>
      {isBusy && (
        <ProgressLine value={summary.settled / summary.total} label="Books read" className="h-0.5! rounded-none!" />
      )}
      {!isFolded && (
        <div className="flex max-h-[60vh] min-h-0 flex-col">
          <FileList label="Files that wait for your decision" rows={rows.slice(0, duplicates)} rowPx={DECISION_PX} />
          {duplicates > 1 && <DecideAll rows={rows.slice(0, duplicates)} />}
          <FileList label="Files" rows={rows.slice(duplicates)} rowPx={ROW_PX} givesWay={duplicates > 0} />
        </div>
      )}
    </section>
  )
}

interface FileListProps {
  label: string
  rows: readonly ImportRow[]
  rowPx: number
  /** Leaves the room to what asks for a decision. */
  givesWay?: boolean
}

/** Shows a few rows and scrolls to the others. */
function FileList({ label, rows, rowPx, givesWay = false }: FileListProps) {
  if (rows.length === 0) return null
  return (
    <div
      className={givesWay ? 'min-h-16 shrink-[100]' : 'min-h-16 shrink'}
      style={{ height: Math.min(rows.length, MOST_ROWS_IN_SIGHT) * rowPx }}
    >
      <VirtualList
        label={label}
        count={rows.length}
        rowHeightPx={rowPx}
        keyOf={(index) => rows[index]?.id ?? index}
        renderRow={(index) => {
          const row = rows[index]
          return row === undefined ? null : <ImportRowView row={row} />
        }}
      />
    </div>
  )
}

function DecideAll({ rows }: { rows: readonly ImportRow[] }) {
  const decide = (decision: DuplicateDecision) => {
    void decideEach(
      rows.map(({ id }) => id),
      decision,
    )
  }
  return (
    <div className="flex flex-wrap items-center gap-1.5 border-y border-line px-4 py-2">
      <span className="grow text-small text-muted">All {formatCount(rows.length)}:</span>
      <Button size="small" onClick={() => decide('update')}>
        Update
      </Button>
      <Button size="small" onClick={() => decide('newEdition')}>
        New editions
      </Button>
      <Button size="small" variant="quiet" onClick={() => decide('skip')}>
        Skip
      </Button>
    </div>
  )
}

function headline({ total, settled, failed, duplicates }: ImportSummary, isBusy: boolean): string {
  if (isBusy) return `${formatCount(settled)} of ${pluralise(total, 'file')} read`
  if (duplicates > 0) return `${pluralise(duplicates, 'book')} ${duplicates === 1 ? 'waits' : 'wait'} for your decision`
  if (failed > 0)
    return `${formatCount(total - failed)} of ${pluralise(total, 'file')} read, ${formatCount(failed)} not`
  return `${pluralise(total, 'file')} read`
}

/** One after the other: each writes a whole book. */
async function decideEach(importIds: readonly string[], decision: DuplicateDecision): Promise<void> {
  for (const importId of importIds) {
    try {
      useImports.set(await request('import.decide', { importId, decision }))
    } catch (error) {
      toast.fail(error)
      return
    }
  }
}

/** Says how high the panel is for as long as it is there. */
function keepHeight(panel: HTMLElement): () => void {
  const observer = new ResizeObserver(() => useLowerPanel.setState({ heightPx: panel.offsetHeight }))
  observer.observe(panel)
  return () => {
    observer.disconnect()
    useLowerPanel.setState({ heightPx: 0 })
  }
}

function stopAll(): void {
  useBookOutbox.cancel()
  void request('import.cancel', {}).catch((error: unknown) => toast.fail(error))
}
