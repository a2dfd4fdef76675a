import { AudioLines } from 'lucide-react'
import { useMemo } from 'react'
import type { ProductionCard } from '#shared/models/production-card.ts'
import { request } from '#renderer/bridge.ts'
import { markOf, standOf } from '#renderer/state/production-words.ts'
import { useProductions } from '#renderer/state/productions.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { formatPercent } from '#renderer/ui/format.ts'
import { ProgressLine } from '#renderer/ui/progress-line.tsx'
import { RelativeTime } from '#renderer/ui/relative-time.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { SteeringButtons } from '#renderer/ui/steering-buttons.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'

/** Who has read this title, reads it or began to. */
export function ProductionsTab({ bookId, onProduce }: { bookId: string; onProduce: () => void }) {
  const { status, failure, data, reload } = useLoaded(bookId, () => request('production.list', { bookId }))
  const live = useProductions(({ items }) => items)
  const cards = useMemo(() => newestFirst(data?.items ?? [], live, bookId), [data, live, bookId])
  return (
    <ViewState
      status={status}
      failure={failure}
      onRetry={reload}
      skeleton={<SkeletonRows count={3} />}
      isEmpty={cards.length === 0}
      empty={
        <EmptyState
          icon={AudioLines}
          title="No one has read this book yet"
          body="A production speaks every chapter with one narrator and puts the audiobook together."
        >
          <Button onClick={onProduce}>Produce…</Button>
        </EmptyState>
      }
    >
      <ul aria-label="Productions" className="flex flex-col">
        {cards.map((card) => (
          <ProductionRow key={card.id} card={card} />
        ))}
      </ul>
    </ViewState>
  )
}

/** The board knows the latest state of those that it lists; the request knows the older ones too. */
function newestFirst(
  listed: readonly ProductionCard[],
  live: ReadonlyMap<string, ProductionCard>,
  bookId: string,
): ProductionCard[] {
  const cards = new Map(listed.map((card) => [card.id, card]))
  for (const card of live.values()) if (card.bookId === bookId) cards.set(card.id, card)
  return [...cards.values()].sort((a, b) => b.id - a.id)
}

function ProductionRow({ card }: { card: ProductionCard }) {
  const isUnderWay = card.status !== 'completed' && card.status !== 'cancelled'
  return (
    <li className="flex min-h-14 items-center gap-4 border-b border-line px-2 py-2 last:border-b-0">
      <div className="min-w-0 grow">
        <TextLink href={`/production/${card.id}`} className="no-underline hover:underline">
          {card.narratorName}
        </TextLink>
        <p className="flex min-w-0 items-center gap-1.5 text-small">
          <StateMark {...markOf(card)} />
          <span className="min-w-0 truncate text-muted">
            {standOf(card)} · <RelativeTime at={card.updatedAt} />
          </span>
        </p>
      </div>
      {isUnderWay && (
        <div className="flex w-32 shrink-0 items-center gap-2 max-[1100px]:w-20">
          <ProgressLine value={card.progress} label={`Progress with ${card.narratorName}`} />
          <span className="w-10 shrink-0 text-right text-small text-muted">{formatPercent(card.progress)}</span>
        </div>
      )}
      <div className="flex shrink-0 gap-1">
        <SteeringButtons card={card} isCompact />
      </div>
    </li>
  )
}
