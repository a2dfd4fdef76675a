import { ChevronDown, ChevronUp } from 'lucide-react'
import { useMemo, useRef } from 'react'
import { Button } from '#renderer/ui/button.tsx'
import { formatCount } from '#renderer/ui/format.ts'
import { toggleShelf, useLibraryView, type PosterSize } from './library-view.ts'
import { CAPTION_PX, Poster } from './poster.tsx'
import type { Shelf } from './shelves.ts'
import { useElementSize } from './use-element-size.ts'
import { useWallKeys } from './use-wall-keys.ts'
import { useWallWindow } from './use-wall-window.ts'
import { findPlace, layOutWall, type WallHeading } from './wall-layout.ts'

const NARROWEST_PX: Readonly<Record<PosterSize, number>> = { small: 112, medium: 160, large: 232 }
const GAP_PX = 20
const ROW_GAP_PX = 16
const HEADING_PX = 52
/** Room for the focus ring of the outer posters. */
const EDGE_PX = 6

interface PosterWallProps {
  shelves: readonly Shelf[]
  posterSize: PosterSize
  /** Short shelves stand side by side. */
  isPacked: boolean
}

/** All titles as covers; only those in sight are built. */
export function PosterWall({ shelves, posterSize, isPacked }: PosterWallProps) {
  const container = useRef<HTMLDivElement>(null)
  const { widthPx, heightPx } = useElementSize(container)
  const openedShelves = useLibraryView((view) => view.openedShelves)
  const innerPx = Math.max(0, widthPx - 2 * EDGE_PX)
  const columns = Math.max(1, Math.floor((innerPx + GAP_PX) / (NARROWEST_PX[posterSize] + GAP_PX)))
  const posterPx = (innerPx - GAP_PX * (columns - 1)) / columns
  const rowPx = Math.ceil(posterPx) + CAPTION_PX + ROW_GAP_PX
  const rows = useMemo(
    () => layOutWall(shelves, { columns, opened: openedShelves, isPacked }),
    [shelves, columns, openedShelves, isPacked],
  )

  const heightsPx = useMemo(
    () => (widthPx === 0 ? [] : rows.map(({ kind }) => (kind === 'headings' ? HEADING_PX : rowPx))),
    [rows, rowPx, widthPx],
  )
  const place = useLibraryView((view) => view.place)
  const current = useMemo(() => findPlace(rows, place), [rows, place])
  const {
    rows: built,
    totalPx,
    reveal,
  } = useWallWindow({ scroller: container, heightsPx, keptRow: current?.row ?? -1 })
  const onKeyDown = useWallKeys({
    container,
    rows,
    rowsOfAPage: Math.max(1, Math.floor(heightPx / rowPx)),
    // A shelf's first row brings its heading along.
    reveal: (row) => reveal(rows[row - 1]?.kind === 'headings' ? row - 1 : row),
  })

  return (
    <div
      ref={container}
      role="grid"
      aria-label="Titles"
      aria-rowcount={rows.length}
      aria-colcount={columns}
      className="relative h-full overflow-y-auto"
      style={{ paddingInline: EDGE_PX, marginInline: -EDGE_PX }}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className="relative" style={{ height: totalPx }}>
        {built.map(({ index, topPx }) => {
          const row = rows[index]
          if (row === undefined) return null
          return (
            <div
              key={index}
              role="row"
              aria-rowindex={index + 1}
              className="absolute inset-x-0 top-0 grid"
              style={{
                contain: 'layout style',
                transform: `translateY(${topPx}px)`,
                gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
                columnGap: GAP_PX,
              }}
            >
              {row.kind === 'headings'
                ? row.headings.map((heading) => <ShelfHeading key={heading.shelf.id} heading={heading} />)
                : row.posters.map(({ shelfId, card }, column) => (
                    <div key={card.bookId} role="gridcell" aria-colindex={column + 1} data-book={card.bookId}>
                      <Poster
                        card={card}
                        shelfId={shelfId}
                        isCurrent={current?.row === index && current.column === column}
                      />
                    </div>
                  ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function ShelfHeading({ heading: { shelf, span, canFold, isFolded } }: { heading: WallHeading }) {
  const { id, label, titles } = shelf
  return (
    <div
      role="gridcell"
      aria-colspan={span}
      className="flex min-w-0 items-baseline gap-3 pt-3"
      style={{ height: HEADING_PX, gridColumn: `span ${span}` }}
    >
      <h2 className="truncate text-title font-semibold" title={label}>
        {label}
      </h2>
      <span className="text-small text-muted">{formatCount(titles.length)}</span>
      {canFold && (
        <Button
          variant="quiet"
          size="small"
          icon={isFolded ? ChevronDown : ChevronUp}
          className="ml-auto self-center"
          aria-label={isFolded ? `Show all of ${label}` : `Show fewer of ${label}`}
          onClick={() => toggleShelf(id)}
        >
          {isFolded ? 'Show all' : 'Show fewer'}
        </Button>
      )}
    </div>
  )
}
