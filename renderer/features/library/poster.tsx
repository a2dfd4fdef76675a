import { memo } from 'react'
import { Link } from 'wouter'
import type { TitleCard } from '#shared/models/title-card.ts'
import { markOfTitle, type TitleMark } from '#renderer/state/title-mark.ts'
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
  const { bookId, title, author, production, stage } = card
  const mark = markOfTitle(card)
  const isUnderWay = production !== null && stage === 'inProduction'
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
      <div className="relative">
        <Cover
          bookId={bookId}
          version={card.coverVersion}
          title={title}
          size="poster"
          className="shadow-[0_0_0_1px_var(--color-line)] transition-[filter] duration-150 group-hover:brightness-110"
        />
        <PosterMark mark={mark} />
      </div>
      <div aria-hidden className={classNames('mt-1 h-0.75 rounded-full', isUnderWay && 'overflow-hidden bg-line')}>
        {isUnderWay && (
          <div
            className="h-full origin-left rounded-full bg-ember transition-transform duration-200 ease-out"
            style={{ transform: `scaleX(${production.progress})` }}
          />
        )}
      </div>
      <p className="mt-1 line-clamp-2 font-serif text-body text-pretty">{title}</p>
      <p className="truncate text-small text-muted">{author === '' ? 'Unknown author' : author}</p>
    </Link>
  )
})

/** Nothing on what only waits: the shelf says so already. */
function PosterMark({ mark }: { mark: TitleMark }) {
  if (mark.state === 'waiting' && mark.figure === null) return <span className="sr-only">{mark.label}</span>
  return (
    <span className="absolute right-1.5 bottom-1.5 flex h-6 items-center gap-1 rounded-full bg-canvas px-1.5 text-small">
      <StateMark state={mark.state} label={mark.label} />
      {mark.figure !== null && (
        <span aria-hidden className="pr-0.5">
          {mark.figure}
        </span>
      )}
    </span>
  )
}
