import { expect, test } from 'vitest'
import { titleCard } from './test-titles.ts'
import { findPlace, layOutWall, movePlace, type WallMove, type WallPlace, type WallRow } from './wall-layout.ts'

const shelfOf = (id: string, count: number) => ({
  id,
  label: id,
  titles: Array.from({ length: count }, (_, index) => titleCard({ bookId: `${id}${index}` })),
})
const walk = (rows: WallRow[], from: string, ...moves: WallMove[]) =>
  moves.reduce<WallPlace | null>((place, move) => movePlace(rows, place, move, 2), {
    shelfId: from.charAt(0),
    bookId: from,
  })?.bookId

test('folds a shelf of many rows to one, unless it is opened or alone', () => {
  const shelves = [shelfOf('a', 9), shelfOf('b', 8)]
  const sizes = (rows: WallRow[]) => rows.map((row) => (row.kind === 'heading' ? `-${row.hidden}` : row.titles.length))
  expect(sizes(layOutWall(shelves, 4, new Set()))).toEqual(['-5', 4, '-0', 4, 4])
  expect(sizes(layOutWall(shelves, 4, new Set(['a'])))).toEqual(['-0', 4, 4, 1, '-0', 4, 4])
  expect(sizes(layOutWall(shelves.slice(0, 1), 4, new Set()))).toEqual(['-0', 4, 4, 1])
})

test('moves over headings, keeps the column where it can and stays inside the wall', () => {
  const rows = layOutWall([shelfOf('a', 5), shelfOf('b', 2)], 4, new Set())
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
  const rows = layOutWall([shelfOf('a', 2)], 4, new Set())
  expect(findPlace(rows, { shelfId: 'a', bookId: 'removed' })).toEqual({ row: 1, column: 0 })
  expect(findPlace([], null)).toBeNull()
})
