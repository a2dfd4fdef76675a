import type { Database } from '#electron/database/open-database.ts'
import type { Title } from '#shared/models/title.ts'
import { countChapters } from './count-chapters.ts'
import type { Foundry } from './foundry.ts'
import { readForShelf } from './parse-file.ts'
import type { KnownBook } from './parse-thread.ts'
import type { ShelvedBook } from './shelve-book.ts'
import { Trash } from './trash.ts'

type TitleRows = Database['titles']

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
 * Importing again is safe: the same file changes nothing, another file of the same book replaces its text, a damaged
 * folder is repaired, and a removed title comes back. Audio is never touched.
 */
export function importBook(options: {
  path: string
  foundry: Foundry
  titles: TitleRows
  maxChunkCharacters: number
  deadlineMs?: number
}): Promise<ImportResult> {
  const { path, foundry, titles } = options
  return readForShelf(path, { ...options, foundryDir: foundry.dir }, async ({ known, shelve }) => {
    const { bookId } = known
    if (isRemoved(titles, bookId)) await new Trash(foundry, titles).restore(bookId)
    const place = await findPlace(known, { foundry, titles })
    return register(await shelve(place.kind === 'free' ? place.bookId : bookId), titles)
  })
}

/** Where a book belongs: its own place or its edition's, or a title that holds something else in the way. */
export type Place = { kind: 'free'; bookId: string } | { kind: 'taken'; by: Title }

/** Finds the place of a book by its id and its bytes. */
export async function findPlace(
  { bookId, sha256, isFolder }: KnownBook,
  { foundry, titles }: { foundry: Foundry; titles: TitleRows },
): Promise<Place> {
  const same = titles.findBySha256(sha256)
  const shelved = titles.get(bookId)
  // A folder says itself what is in its way, and comes with audio that belongs to its id.
  if (isFolder || (shelved === null && same === null)) return { kind: 'free', bookId }
  if (same !== null) return isEditionOf(same.bookId, bookId) ? { kind: 'free', bookId: same.bookId } : taken(same)
  const metadata = await foundry.readMetadata(bookId).catch(() => null)
  const isSameOrBroken = metadata === null || metadata.source.sha256 === sha256
  return shelved === null || isSameOrBroken ? { kind: 'free', bookId } : taken(shelved)
}

/** The id of a further edition of a book: `pg98-2`, or the next number that no title has, not even a removed one. */
export function editionId(bookId: string, titles: TitleRows): string {
  if (!titles.isTaken(bookId)) return bookId
  let edition = 2
  while (titles.isTaken(`${bookId}-${edition}`)) edition += 1
  return `${bookId}-${edition}`
}

/** Writes the row of a book whose folder is written. */
export function register({ status, metadata }: ShelvedBook, titles: TitleRows): ImportResult {
  const { bookId, title, author, language, publicationYear, sourceUrl, source, words } = metadata
  const isNewTitle = titles.get(bookId) === null
  const chapters = countChapters(metadata)
  if (isNewTitle || status !== 'unchanged') {
    const facts = { bookId, title, author, language, publicationYear, sourceUrl, words, chapters }
    titles.upsert({ ...facts, sourceSha256: source.sha256 })
  }
  return { status: isNewTitle ? 'created' : status, bookId, title, author, language, chapters, words }
}

/** True for a title that is off the shelf but not gone. */
export function isRemoved(titles: TitleRows, bookId: string): boolean {
  return titles.get(bookId) === null && titles.isTaken(bookId)
}

const taken = (by: Title): Place => ({ kind: 'taken', by })

function isEditionOf(candidate: string, bookId: string): boolean {
  return (
    candidate === bookId || (candidate.startsWith(`${bookId}-`) && /^\d+$/.test(candidate.slice(bookId.length + 1)))
  )
}
