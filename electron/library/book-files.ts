import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Book, BookCover } from '#shared/models/book.ts'
import { type BOOK_METADATA, SCHEMA_VERSION } from './foundry-schema.ts'
import { safeFileName } from './safe-file-name.ts'

/** The file that a book was read from. */
export interface BookSource {
  /** As it was dropped, without a folder. */
  name: string
  bytes: Uint8Array
  sha256: string
  /** What the chunks were packed with. */
  maxChunkCharacters: number
}

/** The contents of a book's text files and of its metadata. */
export interface BookFiles {
  metadata: z.infer<typeof BOOK_METADATA>
  chapters: { index: number; json: string }[]
}

/** What the files of a book's folder say; equal books give equal files. */
export function bookFiles(book: Book, source: BookSource): BookFiles {
  const chapters = book.chapters.map((chapter) => {
    return { index: chapter.index, json: `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...chapter }, null, 1)}\n` }
  })
  return {
    chapters,
    metadata: {
      schemaVersion: SCHEMA_VERSION,
      bookId: book.bookId,
      gutenbergId: book.gutenbergId,
      title: book.title,
      author: book.author,
      language: book.language,
      translator: book.translator,
      publicationYear: book.publicationYear,
      rights: book.rights,
      sourceUrl: book.sourceUrl,
      source: {
        name: safeFileName(source.name),
        sha256: source.sha256,
        bytes: source.bytes.length,
        format: book.format,
        characters: book.sourceCharacters,
        documents: book.documents,
      },
      cover: book.cover === null ? null : { name: coverName(book.cover), mediaType: book.cover.mediaType },
      maxChunkCharacters: source.maxChunkCharacters,
      words: book.words,
      chapters: book.chapters.map(
        ({ index, title, part, kind, hasInventedTitle, words, paragraphs, chunks }, place) => ({
          ...{ index, title, part, kind, hasInventedTitle, words },
          characters: paragraphs.reduce((sum, { text }) => sum + text.length, 0),
          chunks: chunks.length,
          sha256: sha256Of(chapters[place]?.json ?? ''),
        }),
      ),
      skipped: book.skipped,
    },
  }
}

/** Hex digest of bytes, or of a text's UTF-8. */
export function sha256Of(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

function coverName({ mediaType }: BookCover): string {
  return mediaType === 'image/png' ? 'cover.png' : 'cover.jpg'
}
