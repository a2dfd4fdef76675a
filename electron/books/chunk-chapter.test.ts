import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Chunk, Paragraph } from '#shared/models/book.ts'
import { type ParagraphOffsets, chunkParagraphs } from './chunk-chapter.ts'
import { splitSentences } from './sentences.ts'

interface Chapter {
  paragraphs: Paragraph[]
  offsets: ParagraphOffsets[]
}

/** Paragraphs as a reader gives them; `*` starts a group. Each character is three long in the source. */
function chapterOf(texts: readonly string[]): Chapter {
  const paragraphs: Paragraph[] = []
  const offsets: ParagraphOffsets[] = []
  let base = 7
  for (const marked of texts) {
    const startsGroup = marked.startsWith('*')
    const text = startsGroup ? marked.slice(1) : marked
    const start = base
    paragraphs.push({ text, startsGroup, source: { start, end: start + 3 * text.length } })
    offsets.push({ toSource: (offset) => start + 3 * offset })
    base += 3 * text.length + 10
  }
  return { paragraphs, offsets }
}

function chunk(texts: readonly string[], maxCharacters = 500, language = 'en'): Chunk[] {
  const { paragraphs, offsets } = chapterOf(texts)
  return chunkParagraphs(paragraphs, { language, maxCharacters, offsets })
}

const sentence = (length: number, end = '.'): string => `A${'b'.repeat(length - 2)}${end}`
const prose = (...lengths: number[]): string => lengths.map((length) => sentence(length)).join(' ')
const lengths = (chunks: readonly Chunk[]): number[] => chunks.map(({ text }) => text.length)
const endings = (chunks: readonly Chunk[]): string[] => chunks.map(({ ending }) => ending)

describe('packing', () => {
  it('makes no chunk of nothing', () => {
    expect(chunk([])).toEqual([])
    expect(chunk(['', '  '])).toEqual([])
  })

  it('keeps a short chapter in one chunk, paragraphs parted by one line break', () => {
    const [only, ...others] = chunk(['One. Two.', '', 'Three.'])
    expect(only).toEqual({
      text: 'One. Two.\nThree.',
      ending: 'chapter',
      source: { start: 7, end: 7 + 27 + 10 + 10 + 18 },
      firstParagraph: 0,
      lastParagraph: 2,
    })
    expect(others).toEqual([])
  })

  it('ends chunks at sentence ends between 80 and 100 per cent of the limit', () => {
    const chunks = chunk([prose(...Array.from({ length: 40 }, (_, index) => 60 + (index % 5) * 11))])
    for (const { text } of chunks.slice(0, -1)) {
      expect(text.length).toBeGreaterThanOrEqual(400)
      expect(text.length).toBeLessThanOrEqual(500)
      expect(text.endsWith('.')).toBe(true)
    }
    expect(
      endings(chunks)
        .slice(0, -1)
        .every((ending) => ending === 'sentence'),
    ).toBe(true)
  })

  it('moves a sentence back so that the last chunk is not tiny', () => {
    const chunks = chunk([prose(100, 100, 100, 100, 60, 60)])
    expect(lengths(chunks)).toEqual([403, 121])
  })

  it('packs paragraphs of one group and ends a chunk with its group', () => {
    const chunks = chunk([prose(150), prose(100), `*${prose(90)}`, prose(80)])
    expect(lengths(chunks)).toEqual([251, 171])
    expect(endings(chunks)).toEqual(['group', 'chapter'])
    expect(chunks.map(({ firstParagraph, lastParagraph }) => [firstParagraph, lastParagraph])).toEqual([
      [0, 1],
      [2, 3],
    ])
  })

  it('prefers a paragraph end over a sentence end where both will do', () => {
    const chunks = chunk([prose(100, 100, 100, 100), prose(60, 100, 100, 100, 100)])
    expect(endings(chunks)).toEqual(['paragraph', 'chapter'])
  })

  it('keeps verse together until its sentence ends', () => {
    const line = 'Of man’s first disobedience, and the fruit'
    const chunks = chunk([...Array<string>(9).fill(line), `${line}.`, ...Array<string>(11).fill(line)])
    expect(chunks[0]?.text.split('\n')).toHaveLength(10)
    expect(chunks[0]?.ending).toBe('paragraph')
  })
})

describe('long sentences', () => {
  it('parts a sentence that is longer than a chunk at its clauses', () => {
    const clause = `${'so on and '.repeat(12)}so forth`
    const chunks = chunk([`${Array<string>(8).fill(clause).join(', ')}.`])
    expect(endings(chunks)).toEqual(['clause', 'clause', 'chapter'])
    expect(chunks[0]?.text.endsWith('so forth,')).toBe(true)
  })

  it('prefers a semicolon over commas', () => {
    const chunks = chunk([`${prose(200).slice(0, -1)}, ${'b'.repeat(225)}; ${'c'.repeat(30)}, ${'d'.repeat(200)}.`])
    expect(chunks[0]?.text.endsWith(';')).toBe(true)
  })

  it('leaves a sentence whole that fits into a chunk, however short the chunk before it stays', () => {
    expect(lengths(chunk([prose(100, 480, 100)]))).toEqual([100, 480, 100])
  })

  it('parts words that have no clause at blanks, into pieces of like length', () => {
    const chunks = chunk([`${'word '.repeat(120)}end.`])
    expect(lengths(chunks).every((length) => length > 250)).toBe(true)
    expect(chunks.every(({ text }) => /^(?:word ?)+(?:end\.)?$/.test(text))).toBe(true)
  })

  it('parts a text without blanks between whole characters', () => {
    const family = '👩‍👩‍👧'
    const chunks = chunk([family.repeat(40)], 50)
    expect(chunks.every(({ text }) => text.replaceAll(family, '') === '')).toBe(true)
    expect(chunks.map(({ text }) => text).join('')).toBe(family.repeat(40))
  })

  it('parts Chinese by characters, at its own marks', () => {
    const chunks = chunk([`${'山'.repeat(30)}，${'水'.repeat(30)}。${'人'.repeat(90)}。`], 50, 'zh')
    expect(chunks[0]?.text).toBe(`${'山'.repeat(30)}，`)
    expect(lengths(chunks).every((length) => length <= 50)).toBe(true)
  })
})

const word = fc.constantFrom(
  'the',
  'Mr.',
  'Élan',
  'sea,',
  'end.',
  'why?',
  '“Stop!”',
  'he',
  'No.',
  '5',
  '…',
  '—',
  'x;',
  '山。水',
  '👩‍👩‍👧',
)
const blank = fc.constantFrom(' ', '  ', '\u00a0', '\n')
const text = fc
  .tuple(
    fc.boolean(),
    fc.array(fc.tuple(word, blank), { maxLength: 60 }),
    fc.string({ maxLength: 40, unit: 'grapheme' }),
  )
  .map(([startsGroup, words, rest]) => `${startsGroup ? '*' : ''}${words.flat().join('')}${rest.replaceAll('*', '')}`)

describe('any text', () => {
  it('is the sum of its sentences and the blanks between them', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('en', 'fr', 'de', 'es', 'it', 'zh', 'ru', '!'), (paragraph, language) => {
        let at = 0
        for (const { start, end } of splitSentences(paragraph, language)) {
          expect(paragraph.slice(at, start).trim()).toBe('')
          expect(end).toBeGreaterThan(start)
          at = end
        }
        expect(paragraph.slice(at).trim()).toBe('')
      }),
    )
  })

  it('keeps its words, its order and the limit in chunks', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 12 }), fc.integer({ min: 20, max: 500 }), (texts, maxCharacters) => {
        const { paragraphs, offsets } = chapterOf(texts)
        const chunks = chunkParagraphs(paragraphs, { language: 'en', maxCharacters, offsets })
        const bare = (parts: readonly { text: string }[]): string =>
          parts
            .map((part) => part.text)
            .join('')
            .replace(/\s/g, '')
        expect(bare(chunks)).toBe(bare(paragraphs))

        let sourceAt = 0
        for (const { text: spoken, source, firstParagraph, lastParagraph } of chunks) {
          expect(spoken.length).toBeLessThanOrEqual(maxCharacters)
          expect(spoken).toBe(spoken.trim())
          expect(source.start).toBeGreaterThanOrEqual(sourceAt)
          expect(source.end - source.start).toBeGreaterThanOrEqual(3 * spoken.length)
          expect(source.start).toBeGreaterThanOrEqual(paragraphs[firstParagraph]!.source.start)
          expect(source.end).toBeLessThanOrEqual(paragraphs[lastParagraph]!.source.end)
          sourceAt = source.end
        }
        expect(chunks.slice(0, -1).every(({ ending }) => ending !== 'chapter')).toBe(true)
        expect(chunks.at(-1)?.ending ?? 'chapter').toBe('chapter')
      }),
    )
  })
})
