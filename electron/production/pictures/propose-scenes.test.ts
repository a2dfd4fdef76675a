import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countSights, sightWords } from './look-at-text.ts'
import { proposeScenes } from './propose-scenes.ts'
import type { BookView, ChapterView } from './view-book.ts'

const CHARACTERS_A_MINUTE = 900
const words = sightWords('en')

function chapterOf(index: number, texts: readonly string[]): ChapterView {
  const paragraphs = texts.map((text) => {
    return { characters: text.length, counts: countSights(text, words), excerpt: text.slice(0, 20), persons: [] }
  })
  return { index, title: `Chapter ${index}`, counts: countSights(texts.join(' '), words), paragraphs }
}
const bookOf = (chapters: ChapterView[]): BookView => ({ counts: new Map(), persons: [], chapters })
const plain = (characters: number) => 'ta '.repeat(characters / 3)

it('begins where there is most to see, near the time that was asked for', () => {
  const texts = [plain(600), plain(2400), `${plain(300)} The castle stood in the storm.`, plain(900), plain(3000)]
  const scenes = proposeScenes(bookOf([chapterOf(3, texts)]), 4)
  expect(scenes.map(({ chapterIndex, paragraphIndex }) => [chapterIndex, paragraphIndex])).toEqual([
    [3, 1],
    [3, 3],
  ])
})

it('shows nothing of a line that shows nothing', () => {
  expect(proposeScenes(bookOf([chapterOf(1, ['For my brother.'])]), 4)).toEqual([])
  expect(proposeScenes(bookOf([chapterOf(1, [])]), 4)).toEqual([])
})

it('keeps its distance in any chapter, and leaves no long stretch without a scene', () => {
  const text = fc.constantFrom(
    plain(30),
    plain(300),
    plain(900),
    'The ship sank in the sea. '.repeat(9),
    plain(9000),
    '',
  )
  const minutes = fc.integer({ min: 1, max: 10 })
  fc.assert(
    fc.property(fc.array(text, { maxLength: 120 }), minutes, (texts, sceneMinutes) => {
      const chapter = chapterOf(1, texts)
      const scenes = proposeScenes(bookOf([chapter]), sceneMinutes).map(({ paragraphIndex }) => paragraphIndex - 1)
      const startOf = (at: number) => texts.slice(0, at).join('').length
      const aim = sceneMinutes * CHARACTERS_A_MINUTE
      const longest = Math.max(0, ...texts.map(({ length }) => length))
      const starts = scenes.map(startOf)
      for (const [at, start] of starts.entries()) {
        const before = starts[at - 1]
        if (before === undefined) continue
        expect(start - before).toBeGreaterThanOrEqual(aim * 0.75)
        expect(start - before).toBeLessThanOrEqual(aim * 1.25 + longest + aim * 0.25)
      }
      expect(new Set(scenes).size).toBe(scenes.length)
    }),
  )
})
