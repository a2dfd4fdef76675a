import type { BookTags } from '../book-tags.ts'
import type { TimedSentence } from '../timeline.ts'

/** What a read-along says of its book. */
export interface ReadAlongBook extends BookTags {
  /** Unique for this edition, such as `pg98-narrator_001`. */
  identifier: string
  /** Where the text comes from, usually an address. */
  source: string | null
  /** When the content changed last, never the clock: equal inputs give equal bytes. */
  modifiedAt: Date
}

/** A chapter with its sound; credits that are spoken in it have no text in the book. */
export interface ReadAlongChapter {
  title: string
  /** The part of the book that it belongs to; shown before the first chapter of each part. */
  part: string | null
  /** The title is ours and stands in the contents only, unless it is spoken. */
  hasInventedTitle: boolean
  sentences: readonly TimedSentence[]
  /** `.m4a` (see `wrapAac`) or `.mp3` of constant bit rate, in which readers find times exactly. */
  audioFile: string
  /** Exact length of the file. */
  durationMs: number
}

/** Everything that a read-along is made of. */
export interface ReadAlongContent {
  book: ReadAlongBook
  /** A JPEG. */
  coverFile: string | null
  chapters: readonly ReadAlongChapter[]
}

/** What was written. */
export interface ReadAlongFacts {
  sizeBytes: number
  /** Length of the highlighted sound: that of all clips together. */
  durationMs: number
  sentences: number
}
