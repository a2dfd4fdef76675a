import type { TitleCard } from '#shared/models/title-card.ts'
import type { Shelf } from './shelves.ts'

/** A line of the poster wall. */
export type WallRow =
  | { kind: 'heading'; shelf: Shelf; hidden: number; canFold: boolean }
  | { kind: 'posters'; shelf: Shelf; from: number; titles: readonly TitleCard[] }

/** A shelf that needs more rows than this shows only its first one until it is opened. */
const MOST_UNFOLDED_ROWS = 2

/** Lays shelves out in rows of posters; shelves in `opened`, and one that stands alone, show all their titles. */
export function layOutWall(shelves: readonly Shelf[], columns: number, opened: ReadonlySet<string>): WallRow[] {
  const rows: WallRow[] = []
  for (const shelf of shelves) {
    const canFold = shelves.length > 1 && shelf.titles.length > columns * MOST_UNFOLDED_ROWS
    const shown = canFold && !opened.has(shelf.id) ? columns : shelf.titles.length
    rows.push({ kind: 'heading', shelf, hidden: shelf.titles.length - Math.min(shown, shelf.titles.length), canFold })
    for (let from = 0; from < shown; from += columns) {
      rows.push({ kind: 'posters', shelf, from, titles: shelf.titles.slice(from, Math.min(from + columns, shown)) })
    }
  }
  return rows
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
      if (row.kind !== 'posters' || row.shelf.id !== place.shelfId) continue
      const column = row.titles.findIndex(({ bookId }) => bookId === place.bookId)
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
  switch (move) {
    case 'left':
      return placeAt(rows, row, column - 1) ?? step(rows, row, -1, Infinity) ?? placeAt(rows, row, column)
    case 'right':
      return placeAt(rows, row, column + 1) ?? step(rows, row, 1, 0) ?? placeAt(rows, row, column)
    case 'up':
      return step(rows, row, -1, column) ?? placeAt(rows, row, column)
    case 'down':
      return step(rows, row, 1, column) ?? placeAt(rows, row, column)
    case 'rowStart':
      return placeAt(rows, row, 0)
    case 'rowEnd':
      return clampedPlace(rows[row], Infinity)
    case 'first':
      return step(rows, -1, 1, 0)
    case 'last':
      return step(rows, rows.length, -1, Infinity)
    case 'pageUp':
      return page(rows, row, -rowsOfAPage, column)
    case 'pageDown':
      return page(rows, row, rowsOfAPage, column)
  }
}

function placeAt(rows: readonly WallRow[], row: number, column: number): WallPlace | null {
  const found = rows[row]
  const card = found?.kind === 'posters' ? found.titles[column] : undefined
  return found === undefined || card === undefined ? null : { shelfId: found.shelf.id, bookId: card.bookId }
}

function clampedPlace(row: WallRow | undefined, column: number): WallPlace | null {
  if (row?.kind !== 'posters') return null
  const card = row.titles[Math.min(column, row.titles.length - 1)]
  return card === undefined ? null : { shelfId: row.shelf.id, bookId: card.bookId }
}

/** The next row of posters in a direction, at the column or its last poster. */
function step(rows: readonly WallRow[], from: number, direction: 1 | -1, column: number): WallPlace | null {
  for (let row = from + direction; row >= 0 && row < rows.length; row += direction) {
    const place = clampedPlace(rows[row], column)
    if (place !== null) return place
  }
  return null
}

function page(rows: readonly WallRow[], row: number, by: number, column: number): WallPlace | null {
  const direction = by < 0 ? -1 : 1
  const target = Math.min(Math.max(row + by, 0), rows.length - 1)
  return (
    clampedPlace(rows[target], column) ??
    step(rows, target, direction, column) ??
    step(rows, target, direction === 1 ? -1 : 1, column)
  )
}
