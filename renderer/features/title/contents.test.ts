import { expect, test } from 'vitest'
import type { ChapterSummary } from '#shared/models/title-card.ts'
import { contentsOf, silentShare } from './contents.ts'

const chapter = (index: number, changes: Partial<ChapterSummary> = {}): ChapterSummary => ({
  index,
  title: `Chapter ${index}`,
  part: null,
  kind: 'chapter',
  words: 100,
  characters: 600,
  isSpoken: true,
  ...changes,
})
const pace = { charactersPerMinute: 300, isMeasured: false }

test('numbers chapters only, names a part once and keeps what is not read where it was', () => {
  const rows = contentsOf({
    pace,
    chapters: [
      chapter(1, { kind: 'preface', title: 'Preface' }),
      chapter(2, { part: 'Book one' }),
      chapter(3, { part: 'Book one' }),
      chapter(4, { kind: 'notes', title: 'Notes', isSpoken: false }),
      chapter(5, { part: 'Book two' }),
    ],
    skipped: [
      { kind: 'contents', reason: 'list of contents', characters: 50 },
      { kind: 'footnote', reason: 'footnote', characters: 20 },
      { kind: 'boilerplate', reason: 'licence', characters: 900 },
      { kind: 'whitespace', reason: 'white space', characters: 5000 },
    ],
  })
  expect(rows.map((row) => (row.kind === 'chapter' ? `${row.number ?? '–'} ${row.chapter.title}` : row.label))).toEqual(
    [
      'Before the first chapter',
      '– Preface',
      'Book one',
      '1 Chapter 2',
      '2 Chapter 3',
      'Notes',
      'Book two',
      '3 Chapter 5',
      'Inside the chapters',
      'After the last chapter',
    ],
  )
  expect(rows[1]).toMatchObject({ minutes: 2 })
})

test('counts words that are not spoken, not the white space and markup between them', () => {
  const chapters = [chapter(1, { characters: 900 }), chapter(2, { characters: 50, isSpoken: false })]
  const skipped = [
    { kind: 'markup', reason: 'tags', characters: 10_000 },
    { kind: 'heading', reason: 'heading, kept as a title', characters: 30 },
    { kind: 'boilerplate', reason: 'licence', characters: 50 },
  ]
  expect(silentShare({ chapters, skipped })).toBeCloseTo(0.1)
  expect(silentShare({ chapters: [chapter(1)], skipped: [] })).toBe(0)
})
