import { planParts } from '#electron/audio/plan-parts.ts'
import { planChapter, type ChapterPlan, type Pauses, type SpokenChunk } from '#electron/audio/plan-chapter.ts'
import type { EdgeTake, SpeechEdges } from '#electron/audio/speech-edges.ts'
import { NO_TRIM } from '#electron/audio/mastering/plan-master.ts'
import type { TimedChapter, TimedPassage } from '#electron/audio/timeline.ts'
import type { ChunkRow } from '#electron/database/repositories/chunk.ts'
import type { BookMetadata } from '#electron/library/foundry.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import type { Track } from './recipe.ts'
import { trackId, type Trims } from './trims.ts'

type ChapterEntry = BookMetadata['chapters'][number]

/** A chunk with what is heard and what is read of it. */
interface HeardChunk {
  row: ChunkRow
  spoken: SpokenChunk
}

export interface TrackPlan {
  /** The chapters that are read aloud. */
  entries: readonly ChapterEntry[]
  rows: readonly ChunkRow[]
  pauses: Pauses
  profile: Pick<DeliveryProfile, 'credits' | 'sampleMaxMs' | 'headMs' | 'tailMs' | 'limits'>
  /** Corrections from what the gate measured. */
  trims: Trims
  /** What takes begin and end with, by the name of their sound. */
  edges: ReadonlyMap<string, SpeechEdges>
  /** From a path of a row to a place on this machine. */
  resolve: (path: string) => string
}

type TrackFacts = Pick<Track, 'kind' | 'chapterIndex' | 'title' | 'part' | 'hasInventedTitle'>

/** Coders blur where speech ends. */
const SPARE_TAIL_MS = 40

/** What pauses add to takes, amply. */
const PAUSES_AT_MOST = 1.5

/** The names of what is no chapter. */
const NAMES = { opening: 'Opening Credits', closing: 'Closing Credits', sample: 'Retail Sample' } as const

/**
 * Every piece of a finished book, in the order in which it is heard.
 *
 * Credits are heard inside the first and the last chapter, or are pieces of their own, as the profile asks. Throws
 * `production.chunkMissing` for a passage without sound.
 */
export function planTracks(plan: TrackPlan): Track[] {
  const { entries, rows, profile } = plan
  const [first, last] = [entries[0]?.index ?? 0, entries.at(-1)?.index ?? 0]
  const isApart = profile.credits === 'files'
  const homeOf = (row: ChunkRow) =>
    isApart ? row.chapterIndex : row.role === 'opening' ? first : row.role === 'closing' ? last : row.chapterIndex
  const byChapter = new Map<number, HeardChunk[]>()
  for (const row of rows) {
    const chunk = { row, spoken: spokenOf(row, entries, plan.resolve) }
    const home = byChapter.get(homeOf(row))
    if (home === undefined) byChapter.set(homeOf(row), [chunk])
    else home.push(chunk)
  }
  const chapters = entries.flatMap(({ index, title, part, hasInventedTitle }) =>
    chapterTracks(
      { kind: 'chapter', chapterIndex: index, title, part, hasInventedTitle },
      byChapter.get(index) ?? [],
      plan,
    ),
  )
  const creditOf = (kind: 'opening' | 'closing') => {
    const chunks = [...byChapter.values()].flat().filter(({ row }) => row.role === kind)
    return trackOf(apart(kind), chunks, plan)
  }
  const framed = isApart ? [creditOf('opening'), ...chapters, creditOf('closing')] : chapters
  return profile.sampleMaxMs === null ? framed : [...framed, sampleOf(byChapter, plan, profile.sampleMaxMs)]
}

/** A chapter, in as few pieces of similar length as the outlet's longest file allows, parted at the ends of paragraphs. */
function chapterTracks(facts: TrackFacts, chunks: readonly HeardChunk[], plan: TrackPlan): Track[] {
  const whole = trackOf(facts, chunks, plan)
  const mostMs = plan.profile.limits.measures.durationMs?.max
  if (mostMs === undefined || whole.words.durationMs <= mostMs) return [whole]
  const paragraphs = inParagraphs(chunks)
  const edgesMs = plan.profile.headMs + plan.profile.tailMs + SPARE_TAIL_MS
  const ranges = planParts(lengthsOf(paragraphs, whole.words), mostMs - edgesMs)
  // A single paragraph is not parted.
  if (ranges.length < 2) return [whole]
  return ranges.map(({ start, end }, index) => {
    const title = `${facts.title} (${index + 1} of ${ranges.length})`
    return trackOf({ ...facts, title }, paragraphs.slice(start, end).flat(), plan)
  })
}

function inParagraphs(chunks: readonly HeardChunk[]): HeardChunk[][] {
  const paragraphs: HeardChunk[][] = [[]]
  for (const chunk of chunks) {
    paragraphs.at(-1)?.push(chunk)
    const { ending, role } = chunk.spoken
    if (role === 'text' && ending !== 'clause' && ending !== 'sentence') paragraphs.push([])
  }
  return paragraphs.filter((paragraph) => paragraph.length > 0)
}

/** How long paragraphs are heard, each with the pause behind it. */
function lengthsOf(paragraphs: readonly (readonly HeardChunk[])[], { passages }: TimedChapter): number[] {
  let next = 0
  return paragraphs.map(({ length }) => {
    const startMs = passages[next]?.startMs ?? 0
    next += length
    return (passages[next]?.startMs ?? passages.at(-1)?.endMs ?? 0) - startMs
  })
}

function apart(kind: keyof typeof NAMES): TrackFacts {
  return { kind, chapterIndex: null, title: NAMES[kind], part: null, hasInventedTitle: false }
}

function trackOf(
  facts: TrackFacts,
  chunks: readonly HeardChunk[],
  { entries, pauses, profile, trims, edges }: TrackPlan,
): Track {
  const spoken = chunks.map((chunk) => chunk.spoken)
  const leadMs = edges.get(spoken[0]?.key ?? '')?.leadMs ?? 0
  const trailMs = edges.get(spoken.at(-1)?.key ?? '')?.trailMs ?? 0
  const head_ms = Math.max(0, profile.headMs - leadMs)
  // Outlets set a least length for the end: better some milliseconds more.
  const tail_ms = Math.max(0, profile.tailMs - trailMs + SPARE_TAIL_MS)
  const plan = planChapter(facts.title, spoken, { ...pauses, head_ms, tail_ms })
  const words = timedWords(facts.chapterIndex ?? 0, plan, chunks, entries)
  return { ...facts, plan, words, trim: trims.get(trackId(facts)) ?? NO_TRIM }
}

/** The book's beginning, as much of it as a sample may hold, up to the end of a sentence. */
function sampleOf(byChapter: ReadonlyMap<number, HeardChunk[]>, plan: TrackPlan, mostMs: number): Track {
  const facts = apart('sample')
  const heard = plan.entries.flatMap(({ index }) => byChapter.get(index) ?? [])
  const text = heard.filter(({ row }) => row.role === 'text' || row.role === 'title')
  let best = trackOf(facts, text.slice(0, 1), plan)
  for (let count = 1; count <= text.length; count++) {
    const track = trackOf(facts, text.slice(0, count), plan)
    if (track.words.durationMs > mostMs) break
    const last = text[count - 1]
    // A heading whose chapter does not follow is no end.
    if (last?.row.role === 'text' && last.spoken.ending !== 'clause') best = track
  }
  return best
}

function timedWords(
  index: number,
  { title, segments }: ChapterPlan,
  chunks: readonly HeardChunk[],
  entries: readonly ChapterEntry[],
): TimedChapter {
  const passages: TimedPassage[] = []
  let atMs = 0
  for (const segment of segments) {
    const startMs = atMs
    atMs += segment.durationMs
    const chunk = chunks[passages.length]
    if (segment.kind === 'gap' || chunk === undefined) continue
    const { chapterIndex, chunkIndex, role, ending, text, source } = chunk.row
    const next = chunks[passages.length + 1]?.row.source
    passages.push({
      ...{ chapterIndex, chunkIndex, role, ending, text, source, key: segment.key, file: segment.file },
      ...{ startMs, endMs: atMs, joinsNext: source !== null && source.end === next?.start },
      ...(role === 'title' && { displayText: headingOf(chapterIndex, entries, text) }),
    })
  }
  return { index, title, durationMs: atMs, passages }
}

/** A spoken heading reads “Chapter 4.”; the book's own words are shown. */
function headingOf(chapterIndex: number, entries: readonly ChapterEntry[], spoken: string): string {
  const place = entries.findIndex(({ index }) => index === chapterIndex)
  const { title = spoken, part = null, hasInventedTitle = false } = entries[place] ?? {}
  const isNewPart = part !== null && part !== (entries[place - 1]?.part ?? null)
  return [...(isNewPart ? [part] : []), ...(hasInventedTitle ? [] : [title])].join('\n')
}

function spokenOf(row: ChunkRow, entries: readonly ChapterEntry[], resolve: (path: string) => string): SpokenChunk {
  if (row.audioPath === null || row.durationMs === null) {
    const chapter = entries.find(({ index }) => index === row.chapterIndex)?.title ?? 'Credits'
    throw new AppError(
      'production.chunkMissing',
      `Passage ${row.chunkIndex} of “${chapter}” has no audio. Try again to render it.`,
    )
  }
  const { audioKey, role, ending, durationMs } = row
  return { key: soundName(audioKey, durationMs), file: resolve(row.audioPath), durationMs, role, ending }
}

/** The takes that a track may begin or end with: those of a chapter's ends, and all of one that is handed in in pieces. */
export function edgeTakes(
  rows: readonly ChunkRow[],
  { limits }: Pick<DeliveryProfile, 'limits'>,
  resolve: (path: string) => string,
): EdgeTake[] {
  const mostMs = limits.measures.durationMs?.max ?? Infinity
  const lengthsMs = new Map<number, number>()
  for (const { chapterIndex, durationMs } of rows) {
    lengthsMs.set(chapterIndex, (lengthsMs.get(chapterIndex) ?? 0) + (durationMs ?? 0))
  }
  // Pauses make a chapter longer than its takes.
  const isInPieces = (row: ChunkRow) => (lengthsMs.get(row.chapterIndex) ?? 0) * PAUSES_AT_MOST > mostMs
  return rows.flatMap((row, index) => {
    const isEdge =
      row.chapterIndex !== rows[index - 1]?.chapterIndex || row.chapterIndex !== rows[index + 1]?.chapterIndex
    return (isEdge || isInPieces(row)) && row.audioPath !== null && row.durationMs !== null
      ? [{ key: soundName(row.audioKey, row.durationMs), file: resolve(row.audioPath) }]
      : []
  })
}

/** A take that was rendered again may sound a little different, and then lasts a little longer or shorter. */
function soundName(audioKey: string, durationMs: number): string {
  return `${audioKey}.${durationMs}`
}
