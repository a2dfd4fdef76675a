import { expect, test } from 'vitest'
import { sortTitles } from './sort-titles.ts'
import { titleCard } from './test-titles.ts'

const titlesInOrder = (cards: ReturnType<typeof titleCard>[], by: 'title' | 'author' | 'words', isDescending = false) =>
  sortTitles(cards, { by, isDescending })

test('sorts by title without the article of its language, accents and quotation marks', () => {
  const cards = ['The Time Machine', 'Émile', '“Emma”', 'A Doll’s House', 'An Ideal Husband'].map((title) =>
    titleCard({ title }),
  )
  cards.push(
    titleCard({ title: 'Les Misérables', language: 'fr' }),
    titleCard({ title: 'Die Verwandlung', language: 'de' }),
  )
  cards.push(titleCard({ title: 'Die Trying' }))
  expect(titlesInOrder(cards, 'title').map(({ title }) => title)).toEqual([
    'Die Trying',
    'A Doll’s House',
    'Émile',
    '“Emma”',
    'An Ideal Husband',
    'Les Misérables',
    'The Time Machine',
    'Die Verwandlung',
  ])
})

test('sorts authors by surname, however they are written', () => {
  const cards = ['Leo Tolstoy', 'Austen, Jane', 'Karl Marx and Friedrich Engels', 'Alexandre Dumas, Jr.', 'Homer'].map(
    (author) => titleCard({ author }),
  )
  expect(titlesInOrder(cards, 'author').map(({ author }) => author)).toEqual([
    'Austen, Jane',
    'Alexandre Dumas, Jr.',
    'Homer',
    'Karl Marx and Friedrich Engels',
    'Leo Tolstoy',
  ])
})

test('keeps unknown values last in either direction', () => {
  const cards = [titleCard({ words: 2 }), titleCard({ words: null }), titleCard({ words: 9 })]
  expect(titlesInOrder(cards, 'words').map(({ words }) => words)).toEqual([2, 9, null])
  expect(titlesInOrder(cards, 'words', true).map(({ words }) => words)).toEqual([9, 2, null])
})
