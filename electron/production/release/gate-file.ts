import type { DeliveredKind } from '#shared/models/production.ts'
import type { FileFacts, ReleaseReport, SoundMeasures } from '#shared/models/release.ts'
import type { NamedFile } from './naming.ts'

/** What the studio knows that a file should say; what is left out is checked for its presence only. */
export interface ExpectedFacts {
  /** By ffprobe's lower-case names. */
  tags?: Readonly<Record<string, string>>
  /** How many chapters it holds. */
  marks?: number
}

/** A chapter within a file that holds several. */
export interface GateChapter {
  chapterIndex: number | null
  title: string
  startMs: number
  measures: SoundMeasures
}

/** A file with sound as it was read back from the disk. */
export interface GateFile {
  /** Path in the release's folder, with `/`. */
  file: string
  kind: DeliveredKind
  role: NamedFile['role']
  chapterIndex: number | null
  title: string
  /** Null for what cannot be read or measured; `fault` says why, in a sentence. */
  sound: { facts: FileFacts; measures: SoundMeasures } | null
  /** What is wrong with the file as such: unreadable, cut, damaged. */
  fault: string | null
  chapters?: readonly GateChapter[]
  /** What the studio has planned for it. */
  expected?: ExpectedFacts
  /** Whether it is still what was built; left out where nobody knows. */
  isUnchanged?: boolean
}

/** What a release is of. */
export type GateBook = Pick<ReleaseReport, 'bookId' | 'title' | 'author' | 'narratorName'>

/** What lies beside the sound of a release. */
export interface WholeFacts {
  cover: { widthPx: number; heightPx: number } | null
}
