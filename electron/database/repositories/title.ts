import { asc, eq } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { titles } from '#database/schema.ts'
import type { Title } from '#shared/models/title.ts'

/** What an import knows about a title; fields left out keep what a producer has set. */
export interface TitleFacts {
  bookId: string
  title: string
  author: string
  language: string
  genre?: string | null
  publicationYear?: number | null
  sourceUrl?: string | null
  /** SHA-256 of the source file in hex. */
  sourceSha256?: string | null
}

/** The bookshelf's rows, one for each book folder. */
export class TitleRepository {
  readonly #db: BetterSQLite3Database

  constructor(db: BetterSQLite3Database) {
    this.#db = db
  }

  /** Inserts the title, or updates the one with the same book id. */
  upsert(facts: TitleFacts): Title {
    const changes = { ...facts, updatedAt: new Date().toISOString() }
    const insert = this.#db.insert(titles).values(changes)
    return toTitle(insert.onConflictDoUpdate({ target: titles.bookId, set: changes }).returning().get())
  }

  get(bookId: string): Title | null {
    const row = this.#db.select().from(titles).where(eq(titles.bookId, bookId)).get()
    return row ? toTitle(row) : null
  }

  findBySha256(sourceSha256: string): Title | null {
    const row = this.#db.select().from(titles).where(eq(titles.sourceSha256, sourceSha256)).limit(1).get()
    return row ? toTitle(row) : null
  }

  /** By author, then title. */
  list(): Title[] {
    return this.#db.select().from(titles).orderBy(asc(titles.author), asc(titles.title)).all().map(toTitle)
  }

  /** Who reads the title when nobody is named, and whether its audiobook is finished. */
  setAudiobook(bookId: string, audiobook: { complete?: boolean; narratorId?: string | null }): void {
    const updatedAt = new Date().toISOString()
    const { complete, narratorId } = audiobook
    const changes = {
      ...(complete !== undefined && { audiobookComplete: complete }),
      ...(narratorId !== undefined && { audiobookNarratorId: narratorId }),
    }
    this.#db
      .update(titles)
      .set({ ...changes, updatedAt })
      .where(eq(titles.bookId, bookId))
      .run()
  }
}

function toTitle({ sourceSha256: _sha256, ...title }: typeof titles.$inferSelect): Title {
  return title
}
