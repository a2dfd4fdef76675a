import { AudioLines } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { useLocation } from 'wouter'
import { useProductions } from '#renderer/state/productions.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { Skeleton } from '#renderer/ui/skeleton.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import { boardOf, summaryOf } from './board.ts'
import { ProductionLine } from './production-line.tsx'

const LINE_PX = 72

/** All productions that are under way or ended lately. */
export function ProductionsPage() {
  const { status, failure, items } = useProductions()
  const [, goTo] = useLocation()
  const lines = useMemo(() => boardOf(items.values()), [items])
  const summary = useMemo(() => summaryOf(items.values()), [items])
  const open = useCallback((index: number) => goTo(`/production/${lines[index]?.card.id ?? 0}`), [goTo, lines])

  return (
    <Page title="Productions" subtitle={summary === '' ? undefined : summary} isFilling>
      <ViewState
        status={status}
        failure={failure}
        onRetry={() => void useProductions.reload()}
        skeleton={<BoardSkeleton />}
        isEmpty={lines.length === 0}
        empty={
          <EmptyState
            icon={AudioLines}
            title="Nothing is in production"
            body="Open a title in the library and choose “Produce…”: it is spoken, assembled and finished here."
          >
            <Button variant="primary" onClick={() => goTo('/library')}>
              Go to the library
            </Button>
          </EmptyState>
        }
      >
        <VirtualList
          label="Productions"
          count={lines.length}
          rowHeightPx={LINE_PX}
          keyOf={(index) => lines[index]?.card.id ?? index}
          onActivate={open}
          renderRow={(index) => {
            const line = lines[index]
            return line !== undefined && <ProductionLine {...line} />
          }}
        />
      </ViewState>
    </Page>
  )
}

function BoardSkeleton() {
  return Array.from({ length: 5 }, (_, index) => (
    <div key={index} className="flex h-18 items-center gap-4 px-2">
      <Skeleton className="size-12" />
      <Skeleton className="h-8 grow" />
    </div>
  ))
}
