import { memo } from 'react'
import type { ProductionCard } from '#shared/models/production-card.ts'
import { Badge } from '#renderer/ui/badge.tsx'
import { classNames } from '#renderer/ui/class-names.ts'
import { Cover } from '#renderer/ui/cover.tsx'
import { formatPercent, pluralise } from '#renderer/ui/format.ts'
import { ProgressLine } from '#renderer/ui/progress-line.tsx'
import { RelativeTime } from '#renderer/ui/relative-time.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { markOf, standOf } from '#renderer/state/production-words.ts'
import { SteeringButtons } from '#renderer/ui/steering-buttons.tsx'

interface ProductionLineProps {
  card: ProductionCard
  /** The name of the section that begins here. */
  section: string | null
}

/** A production on the board. */
export const ProductionLine = memo(function ProductionLine({ card, section }: ProductionLineProps) {
  const isOver = card.status === 'completed' || card.status === 'cancelled'
  const isFailed = card.status === 'failed'
  return (
    <div className="flex h-full items-center gap-4 px-2">
      <div className="w-24 shrink-0 self-start pt-5 text-small text-muted max-[1000px]:hidden">{section}</div>
      <Cover
        bookId={card.bookId}
        version={card.coverVersion}
        title={card.title}
        size="poster"
        className="w-12 shrink-0"
      />
      <div className="min-w-0 grow">
        <div className="flex min-w-0 items-baseline gap-2">
          <TextLink
            href={`/production/${card.id}`}
            className="truncate font-serif text-title no-underline! hover:underline!"
          >
            {card.title}
          </TextLink>
          <span className="truncate text-small text-muted">read by {card.narratorName}</span>
        </div>
        <p className="flex min-w-0 items-center gap-1.5">
          <StateMark {...markOf(card)} />
          <span className={classNames('truncate', isFailed ? 'text-text' : 'text-muted')}>{standOf(card)}</span>
          {isOver && (
            <span className="shrink-0 text-muted">
              · <RelativeTime at={card.updatedAt} />
            </span>
          )}
        </p>
      </div>
      {card.chunksFailed > 0 && !isFailed && (
        <Badge tone="danger">{pluralise(card.chunksFailed, 'passage')} failed</Badge>
      )}
      {!isOver && (
        <div className="flex w-36 shrink-0 items-center gap-3 max-[1000px]:w-24 max-[800px]:w-auto">
          <ProgressLine value={card.progress} label={`Progress of ${card.title}`} className="max-[800px]:hidden" />
          <span className="w-10 shrink-0 text-right text-small text-muted">{formatPercent(card.progress)}</span>
        </div>
      )}
      <div className="flex w-17 shrink-0 justify-end gap-1">
        <SteeringButtons card={card} isCompact />
      </div>
    </div>
  )
})
