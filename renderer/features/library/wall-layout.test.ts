import { expect, test } from 'vitest'
import { titleCard } from './test-titles.ts'
import { findPlace, layOutWall, movePlace, type WallMove, type WallPlace, type WallRow } from './wall-layout.ts'

const shelfOf = (id: string, count: number) => ({
  id,
  label: id,
  titles: Array.from({ length: count }, (_, index) => titleCard({ bookId: `${id}${index}` })),
})
const sizes = (rows: WallRow[]) =>
  rows.map((row) =>
    row.kind === 'posters'
      ? row.posters.length
      : row.headings.map(({ shelf, span, isFolded }) => `${shelf.id}${span}${isFolded ? '…' : ''}`).join(' '),
  )
const walk = (rows: WallRow[], from: string, ...moves: WallMove[]) =>
  moves.reduce<WallPlace | null>((place, move) => movePlace(rows, place, move, 2), {
    shelfId: from.charAt(0),
    bookId: from,
  })?.bookId

const loose = { columns: 4, opened: new Set<string>(), isPacked: false }

test('folds a shelf of many rows to two, unless it is opened or alone', () => {
  const shelves = [shelfOf('a', 17), shelfOf('b', 16)]
  expect(sizes(layOutWall(shelves, loose))).toEqual(['a4…', 4, 4, 'b4', 4, 4, 4, 4])
  const opened = layOutWall(shelves, { ...loose, opened: new Set(['a']) })
  expect(sizes(opened)).toEqual(['a4', 4, 4, 4, 4, 1, 'b4', 4, 4, 4, 4])
  expect(sizes(layOutWall(shelves.slice(0, 1), loose))).toEqual(['a4', 4, 4, 4, 4, 1])
})

test('stands short shelves side by side in their order when packed', () => {
  const shelves = [shelfOf('a', 1), shelfOf('b', 2), shelfOf('c', 2), shelfOf('d', 6), shelfOf('e', 4), shelfOf('f', 1)]
  const rows = layOutWall(shelves, { ...loose, isPacked: true })
  expect(sizes(rows)).toEqual(['a1 b2', 3, 'c2', 2, 'd4', 4, 2, 'e4', 4, 'f1', 1])
  expect(walk(rows, 'a0', 'right')).toBe('b0')
})

test('moves over headings, keeps the column where it can and stays inside the wall', () => {
  const rows = layOutWall([shelfOf('a', 5), shelfOf('b', 2)], loose)
  expect(walk(rows, 'a3', 'right')).toBe('a4')
  expect(walk(rows, 'a3', 'down')).toBe('a4')
  expect(walk(rows, 'a1', 'down', 'down')).toBe('b0')
  expect(walk(rows, 'b0', 'left')).toBe('a4')
  expect(walk(rows, 'b1', 'right')).toBe('b1')
  expect(walk(rows, 'a0', 'left')).toBe('a0')
  expect(walk(rows, 'a0', 'up')).toBe('a0')
  expect(walk(rows, 'a2', 'last')).toBe('b1')
  expect(walk(rows, 'a2', 'pageDown', 'pageDown')).toBe('b1')
  expect(walk(rows, 'b1', 'pageUp', 'pageUp')).toBe('a0')
})

test('begins at the first poster when the place is gone', () => {
  const rows = layOutWall([shelfOf('a', 2)], loose)
  expect(findPlace(rows, { shelfId: 'a', bookId: 'removed' })).toEqual({ row: 1, column: 0 })
  expect(findPlace([], null)).toBeNull()
})
