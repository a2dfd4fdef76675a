import { expect, test } from 'vitest'
import { facetOf, filterTitles, NO_FILTERS } from './filter-titles.ts'
import { shelvesOf } from './shelves.ts'
import { titleCard } from './test-titles.ts'

const byTitle = { by: 'title', isDescending: false } as const

test('groups by stage in the order of work and leaves out empty shelves', () => {
  const waiting = titleCard()
  const released = titleCard({ stage: 'readyToRelease' })
  const shelves = shelvesOf([waiting, released], 'stage', byTitle)
  expect(shelves.map(({ label, titles }) => [label, titles.length])).toEqual([
    ['Needs a narrator', 1],
    ['Ready to release', 1],
    ['Recently added', 2],
  ])
  expect(shelves[2]?.titles[0]).toBe(released)
})

test('puts titles without a genre on the last shelf', () => {
  const cards = [titleCard(), titleCard({ genre: 'Poetry' }), titleCard({ genre: 'adventure' })]
  expect(shelvesOf(cards, 'genre', byTitle).map(({ label }) => label)).toEqual(['adventure', 'Poetry', 'No genre yet'])
})

test('stands author shelves in the order of surnames', () => {
  const cards = ['Mary Shelley', 'Leo Tolstoy', 'Jane Austen'].map((author) => titleCard({ author }))
  expect(shelvesOf(cards, 'author', byTitle).map(({ label }) => label)).toEqual([
    'Jane Austen',
    'Mary Shelley',
    'Leo Tolstoy',
  ])
})

test('filters by who reads a title or would, and by titles without a value', () => {
  const production = { id: 1, status: 'processing', narratorId: 'b' } as const
  const produced = titleCard({ narratorId: 'a', production })
  const assigned = titleCard({ narratorId: 'a', genre: 'Poetry' })
  const cards = [produced, assigned]
  expect(filterTitles(cards, { ...NO_FILTERS, narratorId: 'b' })).toEqual([produced])
  expect(filterTitles(cards, { ...NO_FILTERS, genre: '' })).toEqual([produced])
  expect(facetOf(cards, 'narratorId')).toEqual([
    { value: 'a', titles: 1 },
    { value: 'b', titles: 1 },
  ])
})
