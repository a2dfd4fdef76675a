export interface Title {
  id: number
  /** `pg98` */
  bookId: string
  title: string
  author: string
  genre: string | null
  language: string
  publicationYear: number | null
  sourceUrl: string | null
  audiobookComplete: boolean
  audiobookNarratorId: string | null
  createdAt: string
  updatedAt: string
  /** Null until the book's folder was read. */
  words: number | null
  chapters: number | null
}
