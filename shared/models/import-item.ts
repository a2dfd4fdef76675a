/** `duplicate` waits for a producer's decision; the others settle by themselves. */
export const IMPORT_STATUSES = [
  'waiting',
  'reading',
  'created',
  'updated',
  'unchanged',
  'duplicate',
  'failed',
  'cancelled',
] as const
export type ImportStatus = (typeof IMPORT_STATUSES)[number]

/** What to do with another text of a book that is on the shelf. */
export const DUPLICATE_DECISIONS = ['update', 'newEdition', 'skip'] as const
export type DuplicateDecision = (typeof DUPLICATE_DECISIONS)[number]

/** A file on its way to the shelf. */
export interface ImportItem {
  importId: string
  /** The file's name as it was dropped. */
  name: string
  status: ImportStatus
  /** Why it failed, or what became of it, in words. */
  message: string | null
  bookId: string | null
  title: string | null
  /** For a duplicate: what is on the shelf already. */
  existing: { bookId: string; title: string; author: string } | null
}

/** The largest book file, an archive with its pictures. */
export const LARGEST_BOOK_BYTES = 100 * 1024 * 1024
