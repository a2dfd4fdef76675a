import type { ChunkEnding, SourceRange } from '#shared/models/book.ts'
import type { ChunkRole } from '#shared/models/production.ts'

/** A chunk as it is heard in its chapter: times are those of the chapter's own sound. */
export interface TimedPassage {
  chapterIndex: number
  chunkIndex: number
  role: ChunkRole
  ending: ChunkEnding
  /** As it was given to the voice. */
  text: string
  /** The book's own words where the voice says them otherwise: `CHAPTER IV.` for `CHAPTER 4.` */
  displayText?: string
  /** True when the book has no white space between this passage and the next: a long sentence was cut inside a word. */
  joinsNext?: boolean
  /** Where it stands in the book; null for words of ours. */
  source: SourceRange | null
  /** Equal keys have equal sound. */
  key: string
  file: string
  startMs: number
  endMs: number
}

/** A chapter as it is heard, room tone before and after it included. */
export interface TimedChapter {
  index: number
  title: string
  durationMs: number
  passages: readonly TimedPassage[]
}

/** A stretch of sound. */
export interface Span {
  startMs: number
  endMs: number
}

/** A sentence in its chapter's time; all sentences of a passage together are the words that it shows. */
export interface TimedSentence extends Span {
  role: ChunkRole
  text: string
  /** Place of its passage in the chapter. */
  passageIndex: number
  /** True when no white space parts it from the next sentence: `“Yes.”“No.”` */
  joinsNext: boolean
  /** The last one of a paragraph; `group` and `chapter` end one too. */
  endsParagraph: boolean
  /** A scene break follows. */
  endsGroup: boolean
}
