import { existsSync } from 'node:fs'
import type { Book } from '#shared/models/book.ts'
import type { BookSource } from './book-files.ts'
import type { BookMetadata, Foundry } from './foundry.ts'

/** What became of a book's folder: `unchanged` when it already held the same source, whole and packed alike. */
export interface ShelvedBook {
  status: 'created' | 'updated' | 'unchanged'
  metadata: BookMetadata
}

/** Puts a book into the foundry, or leaves its folder alone when nothing is new or damaged. */
export async function shelveBook(foundry: Foundry, book: Book, source: BookSource): Promise<ShelvedBook> {
  const known = await foundry.findIntact(book.bookId)
  const { sha256, maxChunkCharacters } = source
  if (known?.source.sha256 === sha256 && known.maxChunkCharacters === maxChunkCharacters) {
    return { status: 'unchanged', metadata: known }
  }
  const isNew = known === null && !existsSync(foundry.metadataFile(book.bookId))
  return { status: isNew ? 'created' : 'updated', metadata: await foundry.writeBook(book, source) }
}
