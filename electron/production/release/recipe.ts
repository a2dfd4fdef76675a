import type { BookTags } from '#electron/audio/book-tags.ts'
import type { EncodingSettings } from '#electron/audio/chapter-cache.ts'
import type { Trim } from '#electron/audio/mastering/plan-master.ts'
import type { ChapterPlan } from '#electron/audio/plan-chapter.ts'
import type { TimedChapter } from '#electron/audio/timeline.ts'
import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'

/** Something that is heard as a piece: a chapter, or what frames the book. */
export interface Track {
  kind: 'opening' | 'chapter' | 'closing' | 'sample'
  /** Of the book; null for what is no chapter. */
  chapterIndex: number | null
  title: string
  /** The part of the book that a chapter belongs to. */
  part: string | null
  /** The source has no heading here. */
  hasInventedTitle: boolean
  plan: ChapterPlan
  /** The words as they are heard. */
  words: TimedChapter
  trim: Trim
}

/** A picture by its file and by the hash of its content. */
export interface PictureFile {
  file: string
  key: string
}

/** A scene of a video: a picture and the paragraph with which it appears. */
export interface ScenePicture extends PictureFile {
  chapterIndex: number
  paragraphIndex: number
  /** Where the paragraph begins in the book's source. */
  sourceStart: number
}

/** All that the files of a release are made from: equal recipes make equal files, byte for byte. */
export interface Recipe {
  bookId: string
  narratorId: string
  profile: DeliveryProfile
  tags: BookTags
  genre: string | null
  /** The book's rights say so. */
  isPublicDomain: boolean
  /** In the order in which they are heard; a sample comes last. */
  tracks: readonly Track[]
  settings: EncodingSettings
  cover: PictureFile | null
  thumbnail: PictureFile | null
  scenes: readonly ScenePicture[]
}
