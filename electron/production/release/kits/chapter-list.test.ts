import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chapterLines, chapterListText, clockTime, type KitChapter } from './chapter-list.ts'

function chaptersOf(lengthsMs: readonly number[]): { chapters: KitChapter[]; durationMs: number } {
  let at = 0
  const chapters = lengthsMs.map((ms, index) => ({ title: `Chapter ${index + 1}`, startMs: at, endMs: (at += ms) }))
  return { chapters, durationMs: at }
}

/** Seconds of a time as YouTube reads it. */
function secondsOf(time: string): number {
  return time.split(':').reduce((sum, digits) => sum * 60 + Number(digits), 0)
}

test('keeps every rule of YouTube for any chapters', () => {
  const anyLengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 15_000 }), fc.integer({ min: 1, max: 9_000_000 })), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(anyLengths, fc.integer({ min: 10, max: 70 }), (lengths, mostCharacters) => {
      const { chapters, durationMs } = chaptersOf(lengths)
      const lines = chapterLines(chapters, durationMs)
      if (lines.length === 0) return
      const shown = chapterListText(lines, mostCharacters).split('\n')
      expect(shown.length).toBeGreaterThanOrEqual(3)
      expect(shown[0]).toMatch(/^0:00 \S/)
      for (const line of shown) expect(line).toMatch(/^(\d{1,2}:[0-5]\d|\d+:[0-5]\d:[0-5]\d) \S/)
      const starts = shown.map((line) => secondsOf(line.split(' ')[0] ?? ''))
      const ends = [...starts.slice(1), Math.floor(durationMs / 1000)]
      starts.forEach((start, index) => expect((ends[index] ?? 0) - start).toBeGreaterThanOrEqual(10))
    }),
    { numRuns: 300 },
  )
})

test('lists chapters that are all long enough as they are', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 11_000, max: 900_000 }), { minLength: 3, maxLength: 40 }), (lengths) => {
      const { chapters, durationMs } = chaptersOf(lengths)
      expect(chapterLines(chapters, durationMs).map(({ title }) => title)).toEqual(chapters.map(({ title }) => title))
    }),
  )
})

test('lets a short chapter share the line of its neighbour, under the title of the longer', () => {
  const { chapters, durationMs } = chaptersOf([4000, 60_000, 6000, 60_000, 60_000, 5000])
  const lines = chapterLines(chapters, durationMs)
  expect(chapterListText(lines, 70)).toBe('0:00 Chapter 2\n1:04 Chapter 4\n2:10 Chapter 5')
})

test('gives no list of two lines, which would be ignored', () => {
  const { chapters, durationMs } = chaptersOf([60_000, 60_000])
  expect(chapterLines(chapters, durationMs)).toEqual([])
})

test.each([
  [0, '0:00'],
  [59, '0:59'],
  [3599, '59:59'],
  [3600, '1:00:00'],
  [35_999, '9:59:59'],
])('writes %i seconds as %s', (seconds, shown) => {
  expect(clockTime(seconds)).toBe(shown)
})
