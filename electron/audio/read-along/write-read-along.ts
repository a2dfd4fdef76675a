import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#shared/models/app-error.ts'
import { syncFile } from '../sync-file.ts'
import { audioType, NAMES } from './archive-names.ts'
import { chapterPage } from './chapter-page.ts'
import { EpubArchive } from './epub-archive.ts'
import { coverPage, titlePage } from './front-pages.ts'
import { navigation } from './navigation.ts'
import { overlayLines } from './overlay.ts'
import { packageDocument } from './package-document.ts'
import { planReadAlong } from './plan-read-along.ts'
import type { PlannedChapter } from './plan-read-along.ts'
import type { ReadAlongBook, ReadAlongContent, ReadAlongFacts } from './read-along.ts'
import { STYLESHEET } from './stylesheet.ts'
import { verifyReadAlong } from './verify-read-along.ts'

/** What a read-along is made of, and where it goes. */
export interface ReadAlongTask extends ReadAlongContent {
  output: string
  signal?: AbortSignal | undefined
  /** 0–1. */
  onProgress?: ((progress: number) => void) | undefined
}

/** Reading back takes about as long as writing. */
const WRITING_SHARE = 0.5

/**
 * Writes an EPUB 3 whose sentences are highlighted as they are spoken, and reads it back before it gets its name.
 *
 * Equal inputs give equal bytes. `media.unreadable` names a sound or cover that cannot be read, `media.fileIncomplete`
 * what is wrong in the finished file.
 */
export async function writeReadAlong(task: ReadAlongTask): Promise<ReadAlongFacts> {
  const { output, signal, onProgress, ...content } = task
  const part = `${output}.part`
  try {
    await writeArchive(part, content, signal, (progress) => onProgress?.(progress * WRITING_SHARE))
    await syncFile(part)
    const facts = await verifyReadAlong(part, content, {
      signal,
      onProgress: (progress) => onProgress?.(WRITING_SHARE + progress * (1 - WRITING_SHARE)),
    })
    await rename(part, output)
    return facts
  } catch (error: unknown) {
    signal?.throwIfAborted()
    throw error
  } finally {
    await rm(part, { force: true })
  }
}

async function writeArchive(
  file: string,
  { book, coverFile, chapters }: ReadAlongContent,
  signal: AbortSignal | undefined,
  onProgress: (progress: number) => void,
): Promise<void> {
  const planned = await planReadAlong(chapters)
  const heard = planned.filter(({ layout }) => layout.durationMs > 0)
  const sizes = new Map<string, number>()
  for (const source of [...(coverFile === null ? [] : [coverFile]), ...heard.map(({ audioFile }) => audioFile)]) {
    sizes.set(source, await sizeOf(source))
  }
  const totalBytes = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  let doneBytes = 0
  const archive = new EpubArchive((bytes) => onProgress(Math.min(1, (doneBytes += bytes) / totalBytes)))
  addFront(archive, book, planned, coverFile !== null)
  if (coverFile !== null) archive.addFile(NAMES.cover, coverFile, sizes.get(coverFile) ?? 0)
  const hasParts = planned.some(({ part }) => part !== null)
  for (const { names, title, layout, audioFile } of planned) {
    archive.addText(names.page, chapterPage(layout, { title, language: book.language, hasParts }))
    if (layout.durationMs === 0) continue
    archive.addText(names.overlay, overlayLines(layout, names))
    archive.addFile(names.audio, audioFile, sizes.get(audioFile) ?? 0)
  }
  await pipeline(archive.finish(), createWriteStream(file), signal === undefined ? {} : { signal })
}

function addFront(
  archive: EpubArchive,
  book: ReadAlongBook,
  planned: readonly PlannedChapter[],
  hasCover: boolean,
): void {
  const packaged = planned.map(({ names, layout }) => ({ names, durationMs: layout.durationMs }))
  const contents = planned.map(({ title, part, names }) => ({ title, part, page: names.page }))
  archive.addText(NAMES.package, packageDocument(book, packaged, hasCover))
  archive.addText(NAMES.navigation, navigation(book, contents, hasCover))
  archive.addText(NAMES.stylesheet, [STYLESHEET])
  if (hasCover) archive.addText(NAMES.coverPage, coverPage(book))
  archive.addText(NAMES.titlePage, titlePage(book))
}

async function sizeOf(file: string): Promise<number> {
  if (audioType(file) === undefined && !/\.jpe?g$/i.test(file)) {
    throw new Error(`A read-along takes .m4a, .mp3 and .jpg, not ${basename(file)}.`)
  }
  const size = await stat(file).then(
    (found) => found.size,
    (cause: unknown) => {
      const message = `${basename(file)} is missing. Build the read-along again.`
      throw new AppError('media.unreadable', message, { data: { file }, cause })
    },
  )
  if (size > 0) return size
  throw new AppError('media.unreadable', `${basename(file)} is empty. Build the read-along again.`, { data: { file } })
}
