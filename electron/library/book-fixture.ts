import type { Book, Chapter } from '#shared/models/book.ts'
import { type BookSource, sha256Of } from './book-files.ts'

/** A small whole book for tests; its chapters say `text`. */
export function fixtureBook(text: string, chapterCount: number): Book {
  const source = { start: 0, end: text.length }
  const chapters = Array.from({ length: chapterCount }, (_, place): Chapter => {
    const paragraphs = [{ text, source, startsGroup: false }]
    const chunks = [{ text, source, ending: 'chapter' as const, firstParagraph: 0, lastParagraph: 0 }]
    const index = place + 1
    return {
      index,
      title: `Chapter ${index}`,
      part: null,
      kind: 'chapter',
      hasInventedTitle: false,
      paragraphs,
      chunks,
      words: 2,
    }
  })
  return {
    bookId: 'pg98',
    gutenbergId: 98,
    title: 'A Tale',
    author: 'A. Writer',
    language: 'en',
    translator: null,
    publicationYear: 1859,
    rights: null,
    sourceUrl: null,
    format: 'text',
    cover: { mediaType: 'image/png', bytes: new Uint8Array([1, 2, 3]) },
    documents: [{ name: 'tale.txt', encoding: 'utf-8', source }],
    sourceCharacters: text.length,
    chapters,
    skipped: [{ kind: 'licence', reason: 'Not part of the book', characters: 0 }],
    words: 2 * chapterCount,
  }
}

/** The file that a fixture book might come from. */
export function fixtureSource(text: string): BookSource {
  const bytes = new TextEncoder().encode(text)
  return { name: 'tale.txt', bytes, sha256: sha256Of(bytes), maxChunkCharacters: 500 }
}
