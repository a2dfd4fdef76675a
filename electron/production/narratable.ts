import type { Chapter } from '#shared/models/book.ts'
import { SPOKEN_KINDS } from '#shared/models/book.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { BookMetadata } from '#electron/library/foundry.ts'
import type { StepContext } from './step.ts'

type ChapterEntry = BookMetadata['chapters'][number]

/** The chapters of a book that are read aloud, by its contents list; throws `production.nothingToRead` without any. */
export async function narratableChapters(context: Pick<StepContext, 'foundry' | 'title'>): Promise<{
  sourceSha256: string
  entries: ChapterEntry[]
}> {
  const metadata = await context.foundry.readMetadata(context.title.bookId)
  const entries = metadata.chapters.filter((chapter) => SPOKEN_KINDS.has(chapter.kind) && chapter.words > 0)
  if (entries.length === 0) {
    throw new AppError(
      'production.nothingToRead',
      `${context.title.title} (${context.title.bookId}) has no chapter to read aloud. Check it with \`e3 parse\` on its source file.`,
    )
  }
  return { sourceSha256: metadata.source.sha256, entries }
}

/** Reads the chapters' texts one after the other, so that a long book is never in memory twice. */
export async function* readChapters(
  context: Pick<StepContext, 'foundry' | 'title'>,
  entries: readonly ChapterEntry[],
): AsyncGenerator<Chapter> {
  for (const entry of entries) yield await context.foundry.readChapter(context.title.bookId, entry.index)
}
