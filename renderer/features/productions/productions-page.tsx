import { AudioLines } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { useProductions } from '#renderer/state/productions.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { formatCount } from '#renderer/ui/format.ts'
import { Page } from '#renderer/ui/page.tsx'
import { Segmented } from '#renderer/ui/segmented.tsx'
import { Skeleton } from '#renderer/ui/skeleton.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import { BOARD_SECTIONS, boardOf, SECTION_NAMES, sectionCounts, type BoardSection } from './board.ts'
import { ProductionLine } from './production-line.tsx'

const LINE_PX = 72

/** All productions that are under way or ended lately. */
export function ProductionsPage() {
  const { status, failure, items } = useProductions()
  const [, goTo] = useLocation()
  const [wanted, setWanted] = useState<BoardSection | null>(null)
  const counts = useMemo(() => sectionCounts(items.values()), [items])
  // A section that has run empty is none to stay in.
  const only = wanted !== null && counts[wanted] > 0 ? wanted : null
  const lines = useMemo(() => boardOf(items.values(), only), [items, only])
  const open = useCallback((index: number) => goTo(`/production/${lines[index]?.card.id ?? 0}`), [goTo, lines])

  return (
    <Page
      title="Productions"
      actions={items.size > 0 && <SectionChoice counts={counts} value={only} onChange={setWanted} />}
      isFilling
    >
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

interface SectionChoiceProps {
  counts: Record<BoardSection, number>
  value: BoardSection | null
  onChange: (section: BoardSection | null) => void
}

function SectionChoice({ counts, value, onChange }: SectionChoiceProps) {
  const present = BOARD_SECTIONS.filter((section) => counts[section] > 0)
  if (present.length < 2) return null
  return (
    <Segmented<BoardSection | 'all'>
      label="Which productions"
      value={value ?? 'all'}
      onChange={(next) => onChange(next === 'all' ? null : next)}
      options={[
        { value: 'all', label: 'All' },
        ...present.map((section) => ({
          value: section,
          label: `${SECTION_NAMES[section]} ${formatCount(counts[section])}`,
        })),
      ]}
    />
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
