import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo, useCallback, useLayoutEffect, useMemo, useRef, type ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import type { TitleCard } from '#shared/models/title-card.ts'
import { useTitleMark } from '#renderer/state/use-title-mark.ts'
import { classNames } from '#renderer/ui/class-names.ts'
import { Cover } from '#renderer/ui/cover.tsx'
import { formatCount } from '#renderer/ui/format.ts'
import { languageName } from '#renderer/ui/languages.ts'
import { RelativeTime } from '#renderer/ui/relative-time.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import { sortBy } from './library-view.ts'
import { COLUMN_LABELS, SORT_COLUMNS, type SortColumn, type TitleSort } from './sort-titles.ts'
import { useElementSize } from './use-element-size.ts'
import { useScrollMemory } from './use-scroll-memory.ts'

/** Width in the grid, and from which width of the table on there is room for it. */
const COLUMNS: Readonly<Record<SortColumn, { track: string; fromPx: number; isNumber?: true }>> = {
  title: { track: 'minmax(12rem, 4fr)', fromPx: 0 },
  author: { track: 'minmax(8rem, 2fr)', fromPx: 0 },
  genre: { track: 'minmax(6rem, 1fr)', fromPx: 1200 },
  language: { track: '6rem', fromPx: 1060 },
  publicationYear: { track: '4rem', fromPx: 680, isNumber: true },
  words: { track: '5.5rem', fromPx: 600, isNumber: true },
  stage: { track: '10rem', fromPx: 0 },
  addedAt: { track: '8rem', fromPx: 860 },
}
const ROW_PX = 44
const ROW = 'grid h-full items-center gap-x-4 px-2'

interface TitleTableProps {
  titles: readonly TitleCard[]
  /** Null while the best match stands first. */
  sort: TitleSort | null
}

/** All titles as rows that can be sorted by each column. */
export function TitleTable({ titles, sort }: TitleTableProps) {
  const frame = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLElement>(null)
  const { widthPx } = useElementSize(frame)
  const [, navigate] = useLocation()
  useLayoutEffect(() => {
    list.current = frame.current?.querySelector<HTMLElement>('[role="grid"]') ?? null
  }, [])
  useScrollMemory(list, true)
  const columns = useMemo(() => SORT_COLUMNS.filter((column) => widthPx >= COLUMNS[column].fromPx), [widthPx])
  const tracks = columns.map((column) => COLUMNS[column].track).join(' ')
  const renderRow = useCallback(
    (index: number) => {
      const card = titles[index]
      return card === undefined ? null : <TitleRow card={card} columns={columns} tracks={tracks} />
    },
    [titles, columns, tracks],
  )
  return (
    <div ref={frame} className="h-full">
      <VirtualList
        label="Titles"
        count={titles.length}
        rowHeightPx={ROW_PX}
        keyOf={(index) => titles[index]?.bookId ?? index}
        header={
          <div role="presentation" className={ROW} style={{ gridTemplateColumns: tracks }}>
            {columns.map((column) => (
              <HeaderCell key={column} column={column} sort={sort} />
            ))}
          </div>
        }
        onActivate={(index) => {
          const card = titles[index]
          if (card !== undefined) navigate(`/title/${card.bookId}`)
        }}
        renderRow={renderRow}
      />
    </div>
  )
}

interface TitleRowProps {
  card: TitleCard
  columns: readonly SortColumn[]
  tracks: string
}

const TitleRow = memo(function TitleRow({ card, columns, tracks }: TitleRowProps) {
  return (
    <div role="presentation" data-book={card.bookId} className={ROW} style={{ gridTemplateColumns: tracks }}>
      {columns.map((column) => (
        <div
          key={column}
          role="gridcell"
          className={classNames('min-w-0 truncate', COLUMNS[column].isNumber === true && 'text-right')}
        >
          {cellOf(card, column)}
        </div>
      ))}
    </div>
  )
})

function HeaderCell({ column, sort }: { column: SortColumn; sort: TitleSort | null }) {
  const isSorted = sort?.by === column
  const direction = sort?.isDescending === true ? 'descending' : 'ascending'
  const Arrow = direction === 'descending' ? ArrowDown : ArrowUp
  return (
    <div
      role="columnheader"
      aria-sort={isSorted ? direction : 'none'}
      className={classNames('flex min-w-0', COLUMNS[column].isNumber === true && 'justify-end')}
    >
      <button
        type="button"
        className={classNames(
          'flex h-7 cursor-default items-center gap-1 rounded-control text-small hover:text-text',
          COLUMNS[column].isNumber === true && 'flex-row-reverse',
          isSorted ? 'text-text' : 'text-muted',
        )}
        onClick={() => sortBy(column)}
      >
        {COLUMN_LABELS[column]}
        <Arrow aria-hidden className={classNames('size-3', !isSorted && 'invisible')} />
      </button>
    </div>
  )
}

function StageCell({ card }: { card: TitleCard }) {
  const { state, label } = useTitleMark(card)
  return <StateMark state={state} label={label} isLabelShown />
}

function cellOf(card: TitleCard, column: SortColumn): ReactNode {
  switch (column) {
    case 'title':
      return (
        <span className="flex items-center gap-3">
          <Cover
            bookId={card.bookId}
            version={card.coverVersion}
            title=""
            size="poster"
            className="size-8 shrink-0 rounded-[3px]!"
          />
          <Link
            href={`/title/${card.bookId}`}
            tabIndex={-1}
            className="truncate rounded-[3px] font-serif text-body hover:underline"
          >
            {card.title}
          </Link>
        </span>
      )
    case 'author':
      return <span className="text-muted">{card.author}</span>
    case 'genre':
      return card.genre
    case 'language':
      return languageName(card.language)
    case 'publicationYear':
      return card.publicationYear
    case 'words':
      return card.words === null ? null : formatCount(card.words)
    case 'stage':
      return <StageCell card={card} />
    case 'addedAt':
      return (
        <span className="text-muted">
          <RelativeTime at={card.addedAt} />
        </span>
      )
  }
}
