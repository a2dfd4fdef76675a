import type { Chapter } from '#shared/models/book.ts'
import { SPOKEN_KINDS } from '#shared/models/book.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { BookMetadata } from '#electron/library/foundry.ts'
import type { StepContext } from './step.ts'

type ChapterEntry = BookMetadata['chapters'][number]

/** A book and its chapters that are read aloud. */
export interface NarratableBook {
  metadata: BookMetadata
  entries: ChapterEntry[]
}

/** The chapters of a book that are read aloud, by its contents list; throws `production.nothingToRead` without any. */
export async function narratableChapters(context: Pick<StepContext, 'foundry' | 'title'>): Promise<NarratableBook> {
  const metadata = await context.foundry.readMetadata(context.title.bookId)
  const entries = metadata.chapters.filter((chapter) => SPOKEN_KINDS.has(chapter.kind) && chapter.words > 0)
  if (entries.length === 0) {
    throw new AppError(
      'production.nothingToRead',
      `${context.title.title} has no chapter to read aloud. Check its chapters, or import another file of it.`,
    )
  }
  return { metadata, entries }
}

/** Reads the chapters' texts one after the other, so that a long book is never in memory twice. */
export async function* readChapters(
  foundry: Pick<StepContext['foundry'], 'readChapter'>,
  { metadata, entries }: NarratableBook,
): AsyncGenerator<Chapter> {
  for (const { index } of entries) yield await foundry.readChapter(metadata.bookId, index, metadata)
}
