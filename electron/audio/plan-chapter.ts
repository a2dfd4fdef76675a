import type { ChunkEnding } from '#shared/models/book.ts'
import type { ChunkRole } from '#shared/models/production.ts'

/** Pauses as the configuration writes them (`audiobook.pauses`). */
export interface Pauses {
  clause_ms: number
  /** After a sentence. */
  chunk_ms: number
  paragraph_ms: number
  group_ms: number
  /** After a spoken chapter title or credit that is followed by text. */
  chapter_title_ms: number
  /** Room tone before and after each chapter. */
  head_ms: number
  tail_ms: number
}

/** A rendered chunk in its chapter's order. */
export interface SpokenChunk {
  /** Equal keys have equal sound, wherever their files lie. */
  key: string
  file: string
  durationMs: number
  role: ChunkRole
  ending: ChunkEnding
}

/** A chapter's sound is a list of speech files and gaps of room tone. */
export type Segment =
  { kind: 'speech'; key: string; file: string; durationMs: number } | { kind: 'gap'; durationMs: number }

export interface ChapterPlan {
  title: string
  segments: readonly Segment[]
}

/** Lays out a chapter: head, chunks with the pause that each one's ending asks for, tail. */
export function planChapter(title: string, chunks: readonly SpokenChunk[], pauses: Pauses): ChapterPlan {
  const segments = chunks.flatMap((chunk, index): Segment[] => [
    { kind: 'speech', key: chunk.key, file: chunk.file, durationMs: chunk.durationMs },
    { kind: 'gap', durationMs: index === chunks.length - 1 ? pauses.tail_ms : pauseAfter(chunk, pauses) },
  ])
  const head: Segment = { kind: 'gap', durationMs: pauses.head_ms }
  return { title, segments: [head, ...segments].filter((segment) => segment.durationMs > 0) }
}

/** Length of a chapter as planned. */
export function plannedDurationMs(chapter: ChapterPlan): number {
  return chapter.segments.reduce((sum, segment) => sum + segment.durationMs, 0)
}

function pauseAfter(chunk: SpokenChunk, pauses: Pauses): number {
  if (chunk.role !== 'text') return pauses.chapter_title_ms
  switch (chunk.ending) {
    case 'clause':
      return pauses.clause_ms
    case 'sentence':
      return pauses.chunk_ms
    case 'paragraph':
      return pauses.paragraph_ms
    case 'group':
    case 'chapter':
      return pauses.group_ms
  }
}
