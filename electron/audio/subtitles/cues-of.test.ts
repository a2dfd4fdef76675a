import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TimedChapter } from '../timeline.ts'
import { columnsOf } from './columns.ts'
import { CUE_LIMITS, type Cue } from './cue.ts'
import { cuesOf } from './cues-of.ts'
import { subtitleFaults } from './subtitle-faults.ts'
import { chapterOf } from './test-chapters.ts'
import { timeSentences } from './time-sentences.ts'

function cuesFor(chapter: TimedChapter, language = 'en'): Cue[] {
  return cuesOf(timeSentences(chapter, [], language), { endMs: chapter.durationMs })
}

/** The lines of each cue of one passage, joined by `/`. */
function linesFor(text: string, language = 'en'): string[] {
  return cuesFor(chapterOf([{ text }], /[\u3040-\u9fff]/.test(text) ? 200 : 65), language).map(({ lines }) =>
    lines.join('/'),
  )
}

describe('places to cut', () => {
  it.each([
    [
      'at clauses, into lines of like length',
      'It is a truth universally acknowledged, that a single man in possession of a good fortune, must be in want of a wife.',
      [
        'It is a truth universally acknowledged,',
        'that a single man in possession of a good/fortune, must be in want of a wife.',
      ],
    ],
    ['not between short sentences', '“No.” “Yes.” “Why?”', ['“No.” “Yes.” “Why?”']],
    [
      'not behind an article, a preposition or a title',
      'He walked with a friend of the family and the good old Mrs. Long to the end of the very long road.',
      ['He walked with a friend of the family/and the good old Mrs. Long', 'to the end of the very long road.'],
    ],
    ['so that each speaker has a line', '“No.”\n“Yes.”', ['“No.”/“Yes.”']],
    [
      'before no mark that stands apart',
      '— Arrête ! cria le vieux gendarme à la porte ! « Jamais ! » répondit-il.',
      ['— Arrête ! cria le vieux/gendarme à la porte !', '« Jamais ! » répondit-il.'],
    ],
  ])('are %s', (_, text, expected) => {
    expect(linesFor(text)).toEqual(expected)
  })

  it('are behind Chinese and Japanese marks, counting wide characters twice', () => {
    expect(linesFor('吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。', 'ja')).toEqual([
      '吾輩は猫である。',
      '名前はまだ無い。',
      'どこで生れたかとんと見当がつかぬ。',
    ])
    for (const lines of linesFor('話'.repeat(200), 'zh')) {
      expect(lines.split('/').every((line) => columnsOf(line) <= 42)).toBe(true)
    }
  })

  it('are behind the hyphens of a word that is longer than a line', () => {
    const word = 'two-pages-to-the-week-with-Sunday-squeezed-in-a-corner'
    expect(linesFor(word)).toEqual(['two-pages-to-the-week-with-Sunday-/squeezed-in-a-corner'])
  })

  it('are where the voice pauses', () => {
    const chapter = chapterOf([{ text: 'one two three four five six seven', startMs: 0, endMs: 20_000 }])
    const pauses = [{ startMs: 4000, endMs: 16_000 }]
    const cues = cuesOf(timeSentences(chapter, pauses, 'en'), { pauses, endMs: 20_000 })
    expect(cues).toMatchObject([{ startMs: 0 }, { startMs: 16_000 }])
    expect(cues[0]?.endMs).toBeLessThan(5000)
  })
})

it('shows titles and text as the book has them, and no credits', () => {
  const chapter = chapterOf([
    { text: 'Moby Dick, by Herman Melville.', role: 'opening', ending: 'chapter' },
    { text: 'Chapter 1.', displayText: 'CHAPTER I', role: 'title', ending: 'chapter' },
    { text: 'Call me Ishmael.', ending: 'chapter' },
    { text: 'The end.', role: 'closing', ending: 'chapter' },
  ])
  expect(cuesFor(chapter).map(({ lines }) => lines)).toEqual([['CHAPTER I'], ['Call me Ishmael.']])
})

it('lets a short cue stay for a second, but never into the next one or behind the end', () => {
  const chapter = chapterOf([
    { text: 'No.', ending: 'group', startMs: 1000, endMs: 1300 },
    { text: 'Yes.', ending: 'group', startMs: 1800, endMs: 2000 },
  ])
  expect(cuesOf(timeSentences(chapter, [], 'en'), { endMs: 2500 })).toEqual([
    { startMs: 1000, endMs: 1800, lines: ['No.'] },
    { startMs: 1800, endMs: 2500, lines: ['Yes.'] },
  ])
})

it('keeps to the limits at the pace of a narrator', () => {
  const prose =
    'However little known the feelings or views of such a man may be on his first entering a neighbourhood, this truth is ' +
    'so well fixed in the minds of the surrounding families, that he is considered as the rightful property of some one or ' +
    'other of their daughters. “My dear Mr. Bennet,” said his lady to him one day, “have you heard that Netherfield Park is ' +
    'let at last?” He had not. “But it is,” returned she; “for Mrs. Long has just been here, and she told me all about it.”'
  for (const { startMs, endMs, lines } of cuesFor(chapterOf([{ text: prose }], 66))) {
    expect(endMs - startMs).toBeGreaterThanOrEqual(CUE_LIMITS.shortestMs)
    expect(endMs - startMs).toBeLessThanOrEqual(CUE_LIMITS.longestMs)
    expect((1000 * columnsOf(lines.join(' '))) / (endMs - startMs)).toBeLessThan(CUE_LIMITS.fastestPace)
  }
})

const word = fc.oneof(
  fc.constantFrom(
    'the',
    'sea,',
    'end.',
    'Why?',
    '“Stop!”',
    '!',
    '10 000',
    '…',
    '—',
    '山。水',
    '👩‍👩‍👧',
    'שלום',
    '\n',
    'x--y',
  ),
  fc.string({ minLength: 1, maxLength: 60, unit: fc.constantFrom('a', 'é', '-', '字') }),
)
const text = fc
  .tuple(fc.array(word, { maxLength: 40 }), fc.string({ maxLength: 30, unit: 'grapheme' }))
  .map(([words, rest]) => `${words.join(' ')} ${rest}`)

it('keeps every word, every width and every order, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 20, max: 400 }),
      fc.array(fc.nat(30_000), { maxLength: 20 }),
      (texts, msPerCharacter, at) => {
        const chapter = chapterOf(
          texts.map((one) => ({ text: one })),
          msPerCharacter,
        )
        const pauses = at.map((startMs) => ({ startMs, endMs: startMs + 150 }))
        const sentences = timeSentences(chapter, pauses, 'en')
        const cues = cuesOf(sentences, { pauses, endMs: chapter.durationMs })
        const expected = { durationMs: chapter.durationMs, texts: sentences.map((sentence) => sentence.text) }
        expect(subtitleFaults(cues, expected)).toEqual([])
        for (const { startMs, endMs, lines } of cues) {
          expect(endMs - startMs).toBeLessThanOrEqual(CUE_LIMITS.longestMs)
          expect(lines.length).toBeLessThanOrEqual(CUE_LIMITS.lines)
          expect(lines.every((line) => columnsOf(line) <= CUE_LIMITS.lineColumns)).toBe(true)
        }
      },
    ),
  )
})
