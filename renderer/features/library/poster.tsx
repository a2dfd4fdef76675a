import { memo } from 'react'
import { Link } from 'wouter'
import type { TitleCard } from '#shared/models/title-card.ts'
import type { TitleMark } from '#renderer/state/title-mark.ts'
import { useTitleMark } from '#renderer/state/use-title-mark.ts'
import { classNames } from '#renderer/ui/class-names.ts'
import { Cover } from '#renderer/ui/cover.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { keepPlace } from './library-view.ts'

/** What stands below a cover, at every size of the poster. */
export const CAPTION_PX = 76

interface PosterProps {
  card: TitleCard
  shelfId: string
  /** The one that the Tab key reaches. */
  isCurrent: boolean
}

/** A title on the wall. */
export const Poster = memo(function Poster({ card, shelfId, isCurrent }: PosterProps) {
  const { bookId, title, author, stage } = card
  const mark = useTitleMark(card)
  const isUnderWay = stage === 'inProduction'
  return (
    <Link
      href={`/title/${bookId}`}
      data-place={bookId}
      data-current={isCurrent || undefined}
      tabIndex={isCurrent ? 0 : -1}
      draggable={false}
      className="group block rounded-control outline-offset-4"
      onFocus={() => keepPlace({ shelfId, bookId })}
    >
      <Cover
        bookId={bookId}
        version={card.coverVersion}
        title={title}
        size="poster"
        className="shadow-[0_0_0_1px_var(--color-line)] transition-[filter] duration-150 group-hover:brightness-110"
      />
      <div aria-hidden className={classNames('mt-1 h-0.75 rounded-full', isUnderWay && 'overflow-hidden bg-line')}>
        {isUnderWay && (
          <div
            className="h-full origin-left rounded-full bg-ember transition-transform duration-200 ease-out"
            style={{ transform: `scaleX(${mark.progress ?? 0})` }}
          />
        )}
      </div>
      <p className="mt-1 line-clamp-2 font-serif text-body text-pretty">{title}</p>
      <div className="flex items-center gap-2 text-small">
        <p className="min-w-0 grow truncate text-muted">{author === '' ? 'Unknown author' : author}</p>
        <PosterMark mark={mark} />
      </div>
    </Link>
  )
})

/** Nothing to see on what only waits: the shelf says so already. */
function PosterMark({ mark: { state, label, figure } }: { mark: TitleMark }) {
  if (state === 'waiting' && figure === null) return <span className="sr-only">{label}</span>
  return (
    <span className="flex shrink-0 items-center gap-1">
      <StateMark state={state} label={label} />
      {figure !== null && <span aria-hidden>{figure}</span>}
    </span>
  )
}
