import type { TitleCard } from '#shared/models/title-card.ts'
import type { Shelf } from './shelves.ts'

/** A line of the poster wall. */
export type WallRow = { kind: 'headings'; headings: WallHeading[] } | { kind: 'posters'; posters: WallPoster[] }

/** Stands above the first poster of its shelf. */
export interface WallHeading {
  shelf: Shelf
  /** How many columns it may fill. */
  span: number
  canFold: boolean
  isFolded: boolean
}

export interface WallPoster {
  shelfId: string
  card: TitleCard
}

/** A shelf that needs more rows than these shows only its first ones until it is opened. */
const MOST_UNFOLDED_ROWS = 4
const FOLDED_ROWS = 2

interface WallOptions {
  columns: number
  /** Shelves that show all their titles; one that stands alone always does. */
  opened: ReadonlySet<string>
  /** Short shelves stand side by side: many authors have one book. */
  isPacked: boolean
}

/** Lays shelves out in rows of posters. */
export function layOutWall(shelves: readonly Shelf[], { columns, opened, isPacked }: WallOptions): WallRow[] {
  const rows: WallRow[] = []
  let shared: { headings: WallHeading[]; posters: WallPoster[] } = { headings: [], posters: [] }
  const flush = () => {
    if (shared.headings.length > 0) rows.push({ kind: 'headings', headings: shared.headings })
    if (shared.posters.length > 0) rows.push({ kind: 'posters', posters: shared.posters })
    shared = { headings: [], posters: [] }
  }
  for (const shelf of shelves) {
    const count = shelf.titles.length
    if (shared.posters.length + count > columns || !isPacked) flush()
    if (count <= columns && isPacked) {
      shared.headings.push({ shelf, span: count, canFold: false, isFolded: false })
      shared.posters.push(...postersOf(shelf, 0, count))
      continue
    }
    const canFold = shelves.length > 1 && count > columns * MOST_UNFOLDED_ROWS
    const isFolded = canFold && !opened.has(shelf.id)
    rows.push({ kind: 'headings', headings: [{ shelf, span: columns, canFold, isFolded }] })
    for (let from = 0; from < (isFolded ? columns * FOLDED_ROWS : count); from += columns) {
      rows.push({ kind: 'posters', posters: postersOf(shelf, from, from + columns) })
    }
  }
  flush()
  return rows
}

function postersOf({ id, titles }: Shelf, from: number, to: number): WallPoster[] {
  return titles.slice(from, to).map((card) => ({ shelfId: id, card }))
}

/** Where the keyboard is: a book may stand on two shelves. */
export interface WallPlace {
  shelfId: string
  bookId: string
}

/** Row and column of a place; of the first poster when the place is gone, and null for an empty wall. */
export function findPlace(rows: readonly WallRow[], place: WallPlace | null): { row: number; column: number } | null {
  if (place !== null) {
    for (const [index, row] of rows.entries()) {
      if (row.kind !== 'posters') continue
      const column = row.posters.findIndex(
        ({ shelfId, card }) => card.bookId === place.bookId && shelfId === place.shelfId,
      )
      if (column >= 0) return { row: index, column }
    }
  }
  const first = rows.findIndex(({ kind }) => kind === 'posters')
  return first < 0 ? null : { row: first, column: 0 }
}

export type WallMove =
  'left' | 'right' | 'up' | 'down' | 'rowStart' | 'rowEnd' | 'first' | 'last' | 'pageUp' | 'pageDown'

/** The place that a key leads to; stays where there is no further one. */
export function movePlace(
  rows: readonly WallRow[],
  place: WallPlace | null,
  move: WallMove,
  rowsOfAPage: number,
): WallPlace | null {
  const here = findPlace(rows, place)
  if (here === null) return null
  const { row, column } = here
  return targetOf(rows, row, column, move, rowsOfAPage) ?? placeIn(rows[row], column)
}

function targetOf(
  rows: readonly WallRow[],
  row: number,
  column: number,
  move: WallMove,
  rowsOfAPage: number,
): WallPlace | null {
  switch (move) {
    case 'left':
      return column > 0 ? placeIn(rows[row], column - 1) : nextRow(rows, row, -1, Infinity)
    case 'right':
      return column < lastColumn(rows[row]) ? placeIn(rows[row], column + 1) : nextRow(rows, row, 1, 0)
    case 'up':
      return nextRow(rows, row, -1, column)
    case 'down':
      return nextRow(rows, row, 1, column)
    case 'rowStart':
      return placeIn(rows[row], 0)
    case 'rowEnd':
      return placeIn(rows[row], Infinity)
    case 'first':
      return nextRow(rows, -1, 1, 0)
    case 'last':
      return nextRow(rows, rows.length, -1, Infinity)
    case 'pageUp':
      return nearRow(rows, Math.max(row - rowsOfAPage, 0), -1, column)
    case 'pageDown':
      return nearRow(rows, Math.min(row + rowsOfAPage, rows.length - 1), 1, column)
  }
}

function lastColumn(row: WallRow | undefined): number {
  return row?.kind === 'posters' ? row.posters.length - 1 : -1
}

/** The poster at a column, or the last one of a shorter row. */
function placeIn(row: WallRow | undefined, column: number): WallPlace | null {
  const poster = row?.kind === 'posters' ? row.posters[Math.min(column, row.posters.length - 1)] : undefined
  return poster === undefined ? null : { shelfId: poster.shelfId, bookId: poster.card.bookId }
}

/** The next row of posters in a direction. */
function nextRow(rows: readonly WallRow[], from: number, direction: 1 | -1, column: number): WallPlace | null {
  for (let row = from + direction; row >= 0 && row < rows.length; row += direction) {
    const place = placeIn(rows[row], column)
    if (place !== null) return place
  }
  return null
}

/** The row of posters at a line, else behind it, else before it. */
function nearRow(rows: readonly WallRow[], line: number, direction: 1 | -1, column: number): WallPlace | null {
  const back = direction === 1 ? -1 : 1
  return nextRow(rows, line + back, direction, column) ?? nextRow(rows, line + direction, back, column)
}
