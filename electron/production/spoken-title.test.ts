import { describe, expect, it } from 'vitest'
import { spokenTitle } from './spoken-title.ts'

const spoken = (title: string, part: string | null = null, previousPart: string | null = null) =>
  spokenTitle({ title, part, hasInventedTitle: false }, previousPart)

describe('spokenTitle', () => {
  it.each([
    ['CHAPTER IV. The Mail', 'CHAPTER 4. The Mail.'],
    ['Chapter xii', 'Chapter 12.'],
    ['IX', '9.'],
    ['II. The Carpet-Bag', '2. The Carpet-Bag.'],
    ['Livre VI', 'Livre 6.'],
    ['I Am Born', 'I Am Born.'],
    ['I. I Am Born', '1. I Am Born.'],
    ['Loomings', 'Loomings.'],
    ['What Next?', 'What Next?'],
    ['ACT III. SCENE II', 'ACT 3. SCENE 2.'],
    ['Chapter the Last', 'Chapter the Last.'],
    ['第一回 石頭記', '第一回 石頭記.'],
  ])('reads %s as %s', (title, expected) => {
    expect(spoken(title)).toBe(expected)
  })

  it('announces a part once, before its first chapter', () => {
    expect(spoken('CHAPTER I', 'BOOK II')).toBe('BOOK 2. CHAPTER 1.')
    expect(spoken('CHAPTER II', 'BOOK II', 'BOOK II')).toBe('CHAPTER 2.')
  })

  it('announces no title that the source does not have', () => {
    expect(spokenTitle({ title: 'Chapter 1', part: null, hasInventedTitle: true }, null)).toBeNull()
  })
})
