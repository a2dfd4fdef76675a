import type { Chapter, Skipped } from './book.ts'
import type { DeliveredKind, ProductionStatus } from './production.ts'

/** How far a title has come on its way to an audiobook. */
export const TITLE_STAGES = ['needsNarrator', 'inProduction', 'readyToRelease'] as const
export type TitleStage = (typeof TITLE_STAGES)[number]

/** A title as poster wall and table show it. */
export interface TitleCard {
  bookId: string
  title: string
  author: string
  genre: string | null
  language: string
  publicationYear: number | null
  addedAt: string
  /** Null until the book's folder was read. */
  words: number | null
  chapters: number | null
  /** The default narrator. */
  narratorId: string | null
  stage: TitleStage
  /** Of the latest production that was not cancelled. */
  production: { id: number; status: ProductionStatus; narratorId: string } | null
  /** Chunks that failed and the like: what needs a hand. */
  troubles: number
  /** Changes with the picture; part of the picture's address. */
  coverVersion: string
}

/** A chapter in the table of contents of a title. */
export type ChapterSummary = Pick<Chapter, 'index' | 'title' | 'part' | 'kind' | 'words'> & {
  characters: number
  isSpoken: boolean
}

/** All that the page of one title shows besides its productions. */
export interface TitleDetails {
  card: TitleCard
  sourceUrl: string | null
  translator: string | null
  rights: string | null
  gutenbergId: number | null
  sourceName: string
  chapters: ChapterSummary[]
  skipped: Skipped[]
  sourceCharacters: number
  /** Characters a minute as measured of the title's narrator, else of all, else a usual pace. */
  pace: { charactersPerMinute: number; isMeasured: boolean }
}

/** The words of one chapter, for reading. */
export interface ChapterText {
  index: number
  title: string
  paragraphs: { text: string; startsGroup: boolean }[]
}

/** A file of a title that a producer may want in the hand; `fileId` names it on the wire. */
export interface TitleFile {
  fileId: string
  name: string
  kind: 'source' | DeliveredKind
  sizeBytes: number
  durationSeconds: number | null
  narratorName: string | null
}

/** A title that was removed and can be brought back. */
export interface RemovedTitle {
  bookId: string
  title: string
  author: string
  removedAt: string
}

export const TITLE_LIMITS = {
  titleCharacters: 300,
  authorCharacters: 200,
  genreCharacters: 60,
  urlCharacters: 2000,
} as const
