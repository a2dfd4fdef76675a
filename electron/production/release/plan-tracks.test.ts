import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plannedDurationMs } from '#electron/audio/plan-chapter.ts'
import type { SpeechEdges } from '#electron/audio/speech-edges.ts'
import type { ChunkRow } from '#electron/database/repositories/chunk.ts'
import type { ChunkEnding } from '#shared/models/book.ts'
import { edgeTakes, planTracks, type TrackPlan } from './plan-tracks.ts'
import type { Track } from './recipe.ts'
import { trackId } from './trims.ts'

const PAUSES = {
  ...{ clause_ms: 100, chunk_ms: 300, paragraph_ms: 700, group_ms: 1500, chapter_title_ms: 1200 },
  // The profile's own are heard.
  ...{ head_ms: 1, tail_ms: 1 },
}
const ENDINGS: readonly ChunkEnding[] = ['clause', 'sentence', 'paragraph', 'group']

/** A passage of a made-up book. */
interface Passage {
  ending: ChunkEnding
  durationMs: number
  /** Quiet at its edges. */
  leadMs: number
  trailMs: number
}
interface MadeChapter {
  title: string
  part: string | null
  hasInventedTitle: boolean
  passages: readonly Passage[]
}

const resolve = (path: string): string => `/ws/${path}`

function rowOf(chapterIndex: number, chunkIndex: number, rest: Partial<ChunkRow>): ChunkRow {
  const name = `${chapterIndex}-${chunkIndex}`
  return {
    ...{ id: 1000 * chapterIndex + chunkIndex, productionId: 1, jobId: null, status: 'done', sampleRateHz: 16_000 },
    ...{ chapterIndex, chunkIndex, role: 'text', ending: 'sentence', text: `Passage ${name}.`, source: null },
    ...{ audioKey: `key${name}`, audioPath: `takes/${name}.flac`, durationMs: 1000, ...rest },
  }
}

/** Rows as a finished production has them: credits in chapters of their own, a spoken heading first. */
function bookOf(
  chapters: readonly MadeChapter[],
): Pick<TrackPlan, 'entries' | 'rows' | 'edges' | 'resolve' | 'pauses'> {
  const edges = new Map<string, SpeechEdges>()
  const rows = [rowOf(0, 1, { role: 'opening', ending: 'chapter' })]
  for (const [at, { passages, hasInventedTitle }] of chapters.entries()) {
    if (!hasInventedTitle) rows.push(rowOf(at + 1, 1, { role: 'title', ending: 'chapter' }))
    for (const [index, { ending, durationMs, leadMs, trailMs }] of passages.entries()) {
      const isLast = index === passages.length - 1
      const row = rowOf(at + 1, index + 2, { durationMs, ending: isLast ? 'chapter' : ending })
      rows.push(row)
      edges.set(`${row.audioKey}.${durationMs}`, { leadMs, trailMs })
    }
  }
  rows.push(rowOf(chapters.length + 1, 1, { role: 'closing', ending: 'chapter' }))
  const entries = chapters.map(({ title, part, hasInventedTitle }, at) => ({
    ...{ index: at + 1, title, part, hasInventedTitle, kind: 'chapter' as const, sha256: '' },
    ...{ words: 10, characters: 50, chunks: 1 },
  }))
  return { entries, rows, edges, resolve, pauses: PAUSES }
}

const PROFILE = { credits: 'inside', sampleMaxMs: null, headMs: 1000, tailMs: 2000, limits: { measures: {} } } as const

function plan(
  chapters: readonly MadeChapter[],
  profile: Partial<TrackPlan['profile']> = {},
  trims = new Map(),
): Track[] {
  return planTracks({ ...bookOf(chapters), trims, profile: { ...PROFILE, ...profile } })
}

const passage = fc.record({
  ending: fc.constantFrom(...ENDINGS),
  durationMs: fc.integer({ min: 200, max: 9000 }),
  leadMs: fc.integer({ min: 0, max: 150 }),
  trailMs: fc.integer({ min: 0, max: 150 }),
})
const made = fc.record({
  title: fc.constantFrom('I', 'The Hill', 'The Sea'),
  part: fc.constantFrom(null, 'Book One', 'Book Two'),
  hasInventedTitle: fc.boolean(),
  passages: fc.array(passage, { minLength: 1, maxLength: 8 }),
})
const books = fc.array(made, { minLength: 1, maxLength: 4 })
const credits = fc.constantFrom('inside' as const, 'files' as const)

const heardIn = (tracks: readonly Track[]): string[] =>
  tracks.flatMap(({ words }) => words.passages.map(({ chapterIndex, chunkIndex }) => `${chapterIndex}-${chunkIndex}`))
const isSpeech = ({ kind }: { kind: string }): boolean => kind === 'speech'

describe('the pieces of a book', () => {
  it('hold every passage once and in order, wherever credits are heard and whatever a piece may last', () => {
    const mostMs = fc.option(fc.integer({ min: 5000, max: 40_000 }), { nil: undefined })
    fc.assert(
      fc.property(books, credits, mostMs, (chapters, where, max) => {
        const tracks = plan(chapters, {
          credits: where,
          limits: { measures: max === undefined ? {} : { durationMs: { max } } },
        })
        const { rows } = bookOf(chapters)
        expect(heardIn(tracks)).toEqual(rows.map(({ chapterIndex, chunkIndex }) => `${chapterIndex}-${chunkIndex}`))
        expect(new Set(tracks.map(trackId)).size).toBe(tracks.length)
      }),
      { numRuns: 60 },
    )
  })

  it('time each passage where its sound lies, and add up', () => {
    fc.assert(
      fc.property(books, credits, (chapters, where) => {
        for (const { plan: sound, words } of plan(chapters, { credits: where, sampleMaxMs: 20_000 })) {
          expect(words.durationMs).toBe(plannedDurationMs(sound))
          let atMs = 0
          const spoken = sound.segments.flatMap((segment) => {
            const startMs = atMs
            atMs += segment.durationMs
            return segment.kind === 'gap' ? [] : [{ key: segment.key, file: segment.file, startMs, endMs: atMs }]
          })
          expect(words.passages).toMatchObject(spoken)
          expect(words.passages).toHaveLength(spoken.length)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('begin and end with as much quiet as the outlet wants, that of the takes counted in', () => {
    fc.assert(
      fc.property(books, (chapters) => {
        const { edges } = bookOf(chapters)
        for (const { plan: sound, words } of plan(chapters)) {
          const [first, last] = [words.passages[0], words.passages.at(-1)]
          const leadMs = edges.get(first?.key ?? '')?.leadMs ?? 0
          const trailMs = edges.get(last?.key ?? '')?.trailMs ?? 0
          expect((first?.startMs ?? 0) + leadMs).toBe(1000)
          const tailMs = plannedDurationMs(sound) - (last?.endMs ?? 0) + trailMs
          expect(tailMs).toBeGreaterThanOrEqual(2000)
          expect(tailMs).toBeLessThanOrEqual(2050)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('have credits inside the first and the last chapter, or beside them', () => {
    const chapter = (title: string): MadeChapter => ({
      ...{ title, part: null, hasInventedTitle: false },
      passages: [{ ending: 'chapter', durationMs: 500, leadMs: 0, trailMs: 0 }],
    })
    const two = [chapter('One'), chapter('Two')]
    const kinds = (tracks: readonly Track[]) => tracks.map(({ kind, title }) => [kind, title])
    expect(kinds(plan(two))).toEqual([
      ['chapter', 'One'],
      ['chapter', 'Two'],
    ])
    expect(plan(two)[0]?.words.passages.map(({ role }) => role)).toEqual(['opening', 'title', 'text'])
    expect(plan(two)[1]?.words.passages.map(({ role }) => role)).toEqual(['title', 'text', 'closing'])
    expect(kinds(plan(two, { credits: 'files', sampleMaxMs: 60_000 }))).toEqual([
      ['opening', 'Opening Credits'],
      ['chapter', 'One'],
      ['chapter', 'Two'],
      ['closing', 'Closing Credits'],
      ['sample', 'Retail Sample'],
    ])
  })

  it('take the correction that is kept for them', () => {
    const chapters = [
      {
        title: 'One',
        part: null,
        hasInventedTitle: true,
        passages: [{ ending: 'chapter' as const, durationMs: 500, leadMs: 0, trailMs: 0 }],
      },
    ]
    const [track] = plan(chapters)
    const trim = { gainDb: 1.5, ceilingDb: -1 }
    const [trimmed] = plan(chapters, {}, new Map([[trackId(track ?? { chapterIndex: null, title: '' }), trim]]))
    expect(trimmed?.trim).toEqual(trim)
  })
})

describe('a chapter that is too long for the outlet', () => {
  it('is parted at the ends of paragraphs into as few pieces as there must be', () => {
    const long = fc.array(passage, { minLength: 2, maxLength: 40 })
    fc.assert(
      fc.property(long, fc.integer({ min: 20_000, max: 90_000 }), (passages, max) => {
        const chapters = [{ title: 'Long', part: null, hasInventedTitle: true, passages }]
        const limits = { measures: { durationMs: { max } } }
        const pieces = plan(chapters, { credits: 'files', limits }).filter(({ kind }) => kind === 'chapter')
        const [whole] = plan(chapters, { credits: 'files' }).filter(({ kind }) => kind === 'chapter')
        const wholeMs = whole?.words.durationMs ?? 0
        if (wholeMs <= max) {
          expect(pieces).toEqual([whole])
          return
        }
        for (const { words } of pieces) {
          const paragraphs = words.passages.filter(({ ending }) => ending !== 'clause' && ending !== 'sentence').length
          expect(words.durationMs <= max || paragraphs === 1).toBe(true)
        }
        for (const { words } of pieces.slice(0, -1))
          expect(['paragraph', 'group']).toContain(words.passages.at(-1)?.ending)
        // Two neighbours that would fit into one are one; a head and a tail count once less then, a pause comes in.
        for (const [index, { words }] of pieces.slice(1).entries()) {
          expect((pieces[index]?.words.durationMs ?? 0) + words.durationMs).toBeGreaterThan(max - 2000)
        }
        if (pieces.length > 1) expect(pieces[0]?.title).toBe(`Long (1 of ${pieces.length})`)
      }),
      { numRuns: 100 },
    )
  })
})

describe('a sample', () => {
  it('is the beginning of the text up to the end of a sentence, and no longer than it may be', () => {
    fc.assert(
      fc.property(books, fc.integer({ min: 15_000, max: 60_000 }), (chapters, sampleMaxMs) => {
        const tracks = plan(chapters, { sampleMaxMs, credits: 'files' })
        const sample = tracks.at(-1)
        const heard = heardIn(sample === undefined ? [] : [sample])
        expect(heardIn(tracks.filter(({ kind }) => kind === 'chapter')).slice(0, heard.length)).toEqual(heard)
        expect(sample?.words.durationMs).toBeLessThanOrEqual(sampleMaxMs)
        const last = sample?.words.passages.at(-1)
        // Where no sentence ends in time, the first passage has to do.
        if (heard.length > 1) expect([last?.role, last?.ending === 'clause']).toEqual(['text', false])
      }),
      { numRuns: 60 },
    )
  })
})

describe('the words of a book', () => {
  const passages = [{ ending: 'chapter' as const, durationMs: 500, leadMs: 0, trailMs: 0 }]

  it('show headings as the book has them, a new part before its first chapter', () => {
    const headings = plan([
      { title: 'CHAPTER I.', part: 'BOOK I', hasInventedTitle: false, passages },
      { title: 'CHAPTER II.', part: 'BOOK I', hasInventedTitle: false, passages },
      { title: 'CHAPTER I.', part: 'BOOK II', hasInventedTitle: false, passages },
      { title: 'Made up', part: 'BOOK II', hasInventedTitle: true, passages },
    ]).flatMap(({ words }) => words.passages.map(({ displayText }) => displayText))
    expect(headings.filter((heading) => heading !== undefined)).toEqual([
      'BOOK I\nCHAPTER I.',
      'CHAPTER II.',
      'BOOK II\nCHAPTER I.',
    ])
  })

  it('join where the book has no white space between passages', () => {
    const book = bookOf([
      { title: 'One', part: null, hasInventedTitle: true, passages: [...passages, ...passages, ...passages] },
    ])
    const sources = [
      { start: 10, end: 20 },
      { start: 20, end: 30 },
      { start: 31, end: 40 },
    ]
    const rows = book.rows.map((row) => ({
      ...row,
      source: row.role === 'text' ? (sources[row.chunkIndex - 2] ?? null) : null,
    }))
    const [track] = planTracks({ ...book, rows, trims: new Map(), profile: PROFILE })
    expect(track?.words.passages.map(({ joinsNext }) => joinsNext)).toEqual([false, true, false, false, false])
  })
})

it('names the chapter of a passage that has no sound yet', () => {
  const book = bookOf([
    {
      title: 'The Hill',
      part: null,
      hasInventedTitle: false,
      passages: [{ ending: 'chapter', durationMs: 500, leadMs: 0, trailMs: 0 }],
    },
  ])
  const rows = book.rows.map((row) => (row.role === 'text' ? { ...row, audioPath: null } : row))
  expect(() => planTracks({ ...book, rows, trims: new Map(), profile: PROFILE })).toThrow('Passage 2 of “The Hill”')
})

it('measures the takes with which chapters and credits begin and end', () => {
  fc.assert(
    fc.property(books, credits, (chapters, where) => {
      const book = bookOf(chapters)
      const measured = new Set(edgeTakes(book.rows, { limits: { measures: {} } }, resolve).map(({ key }) => key))
      for (const { plan: sound } of plan(chapters, { credits: where })) {
        const speech = sound.segments.filter(isSpeech)
        for (const edge of [speech[0], speech.at(-1)])
          expect(edge !== undefined && 'key' in edge && measured.has(edge.key)).toBe(true)
      }
    }),
    { numRuns: 30 },
  )
})
