import { stat } from 'node:fs/promises'
import type { Title } from '#shared/models/title.ts'
import { adoptFolder } from './adopt-folder.ts'
import type { Foundry } from './foundry.ts'
import { shelveFile } from './parse-file.ts'
import type { ShelvedBook } from './shelve-book.ts'

/** What an import needs of the title rows. */
export interface TitleRows {
  get(bookId: string): Title | null
  upsert(facts: {
    bookId: string
    title: string
    author: string
    language: string
    publicationYear: number | null
    sourceUrl: string | null
    sourceSha256: string
  }): unknown
}

/** What an import did: `unchanged` when folder and row already said the same. */
export interface ImportResult {
  status: ShelvedBook['status']
  bookId: string
  title: string
  author: string
  language: string
  chapters: number
  words: number
}

/**
 * Takes a file, or the copied folder of a book, into the foundry and the library.
 *
 * Importing again is safe: the same file changes nothing, another file of the same book replaces its text, and a
 * damaged folder is repaired. Audio is never touched.
 */
export async function importBook(options: {
  path: string
  foundry: Foundry
  titles: TitleRows
  maxChunkCharacters: number
  deadlineMs?: number
}): Promise<ImportResult> {
  const { path, foundry, titles } = options
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true
  const { status, metadata } = isFolder
    ? await adoptFolder(foundry, path)
    : await shelveFile(path, { ...options, foundryDir: foundry.dir })
  const { bookId, title, author, language, publicationYear, sourceUrl, source, chapters, words } = metadata
  const isNewTitle = titles.get(bookId) === null
  if (isNewTitle || status !== 'unchanged') {
    titles.upsert({ bookId, title, author, language, publicationYear, sourceUrl, sourceSha256: source.sha256 })
  }
  return {
    status: isNewTitle ? 'created' : status,
    ...{ bookId, title, author, language, chapters: chapters.length, words },
  }
}
