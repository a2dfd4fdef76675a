import { and, asc, eq, gte, inArray, isNotNull, isNull, sql, type SQL } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { audiobookProduction, chunks, comfyuiJobs, pictures, productionLog, titles } from '#database/schema.ts'
import type { Title } from '#shared/models/title.ts'
import type { RemovedTitle, TitleCard } from '#shared/models/title-card.ts'
import { CARD_QUERY, toCard, type CardRow } from './title-card-row.ts'
import { matchOf, SEARCH_QUERY } from './title-search.ts'

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
  words?: number | null
  chapters?: number | null
}

/** What a producer may change of a title. */
export interface TitleChanges {
  title?: string | undefined
  author?: string | undefined
  genre?: string | null | undefined
  language?: string | undefined
  publicationYear?: number | null | undefined
  sourceUrl?: string | null | undefined
  narratorId?: string | null | undefined
}

const byBookId = (bookId: string) => eq(titles.bookId, bookId)
const isShelved = isNull(titles.removedAt)

/** The bookshelf's rows, one for each book folder; a removed title is found by the calls that say so, and by no other. */
export class TitleRepository {
  readonly #db: BetterSQLite3Database

  constructor(db: BetterSQLite3Database) {
    this.#db = db
  }

  /** Inserts the title, or updates the one with the same book id; a removed one stays removed. */
  upsert(facts: TitleFacts): Title {
    const changes = { ...facts, updatedAt: now() }
    const insert = this.#db.insert(titles).values(changes)
    return toTitle(insert.onConflictDoUpdate({ target: titles.bookId, set: changes }).returning().get())
  }

  get(bookId: string): Title | null {
    const row = this.#db
      .select()
      .from(titles)
      .where(and(byBookId(bookId), isShelved))
      .get()
    return row ? toTitle(row) : null
  }

  /** The oldest title that came from this source file. */
  findBySha256(sourceSha256: string): Title | null {
    const which = and(eq(titles.sourceSha256, sourceSha256), isShelved)
    const row = this.#db.select().from(titles).where(which).orderBy(asc(titles.id)).limit(1).get()
    return row ? toTitle(row) : null
  }

  /** By author, then title. */
  list(): Title[] {
    const query = this.#db.select().from(titles).where(isShelved)
    return query.orderBy(asc(titles.author), asc(titles.title)).all().map(toTitle)
  }

  /** All titles as a wall of posters shows them, in no order that means anything. */
  cards(): TitleCard[] {
    return this.#db.all<CardRow>(CARD_QUERY).map(toCard)
  }

  /** Those of these titles that are on the shelf, by book id. */
  cardsOf(bookIds: readonly string[]): Map<string, TitleCard> {
    const wanted = sql`(SELECT value FROM json_each(${JSON.stringify(bookIds)}))`
    const cards = this.#db.all<CardRow>(sql`${CARD_QUERY} AND t.book_id IN ${wanted}`).map(toCard)
    return new Map(cards.map((card) => [card.bookId, card]))
  }

  card(bookId: string): TitleCard | null {
    const [row] = this.#db.all<CardRow>(sql`${CARD_QUERY} AND t.book_id = ${bookId}`)
    return row ? toCard(row) : null
  }

  /**
   * Book ids by what a producer typed, best match first: the book of exactly this id or Gutenberg number, then those in
   * which every word begins a word of title, author or genre.
   *
   * Any text is safe; nothing is found by a text without letters and digits.
   */
  search(text: string, limit: number): string[] {
    const match = matchOf(text)
    if (match === null) return []
    return this.#db.all<{ bookId: string }>(SEARCH_QUERY({ ...match, limit })).map(({ bookId }) => bookId)
  }

  /** Null, and no change, without the title. */
  update(bookId: string, { narratorId, ...changes }: TitleChanges): Title | null {
    const values = { ...changes, audiobookNarratorId: narratorId, updatedAt: now() }
    const query = this.#db
      .update(titles)
      .set(values)
      .where(and(byBookId(bookId), isShelved))
    return query.returning().all().map(toTitle)[0] ?? null
  }

  /** Who reads the title when nobody is named, and whether its audiobook is finished. */
  setAudiobook(bookId: string, audiobook: { complete?: boolean; narratorId?: string | null }): void {
    const { complete, narratorId } = audiobook
    const changes = {
      ...(complete !== undefined && { audiobookComplete: complete }),
      ...(narratorId !== undefined && { audiobookNarratorId: narratorId }),
    }
    this.#set(byBookId(bookId), { ...changes, updatedAt: now() })
  }

  /** Book ids of titles whose folder was never counted. */
  uncounted(): string[] {
    const query = this.#db.select({ bookId: titles.bookId }).from(titles)
    return query
      .where(and(isNull(titles.words), isShelved))
      .all()
      .map(({ bookId }) => bookId)
  }

  setCounts(bookId: string, counts: { words: number; chapters: number }): void {
    this.#set(byBookId(bookId), counts)
  }

  /** The book ids of what is on the shelf and was written since then, by whatever process. */
  changedSince(time: string): string[] {
    const { bookId, updatedAt } = titles
    const query = this.#db
      .select({ bookId })
      .from(titles)
      .where(and(gte(updatedAt, time), isShelved))
    return query.all().map((row) => row.bookId)
  }

  /** True for a removed title too: its id is taken. */
  isTaken(bookId: string): boolean {
    return this.#db.select({ id: titles.id }).from(titles).where(byBookId(bookId)).get() !== undefined
  }

  /** Takes the title off the shelf; its rows stay. */
  remove(bookId: string): void {
    this.#set(and(byBookId(bookId), isShelved), { removedAt: now() })
  }

  /** Puts a removed title back on the shelf. */
  restore(bookId: string): void {
    this.#set(byBookId(bookId), { removedAt: null })
  }

  /** Latest first. */
  removed(): RemovedTitle[] {
    const { bookId, title, author, removedAt } = titles
    const query = this.#db.select({ bookId, title, author, removedAt }).from(titles).where(isNotNull(removedAt))
    return query
      .all()
      .flatMap((row) => (row.removedAt === null ? [] : [{ ...row, removedAt: row.removedAt }]))
      .sort((one, other) => other.removedAt.localeCompare(one.removedAt))
  }

  /**
   * Deletes up to `limit` rows of a removed title, what depends on others first; true once none is left, and for any other.
   *
   * A long book has 40,000 rows: deleted at once they would keep the window waiting.
   */
  purge(bookId: string, limit: number): boolean {
    return this.#db.transaction(() => {
      const which = and(byBookId(bookId), isNotNull(titles.removedAt))
      if (this.#db.select({ id: titles.id }).from(titles).where(which).get() === undefined) return true
      const productionIds = this.#db
        .select({ id: audiobookProduction.id })
        .from(audiobookProduction)
        .where(eq(audiobookProduction.bookId, bookId))
      if (this.#purgePictures(bookId, limit)) return false
      for (const table of [chunks, productionLog, comfyuiJobs]) {
        const some = this.#db
          .select({ id: table.id })
          .from(table)
          .where(inArray(table.productionId, productionIds))
          .limit(limit)
        if (this.#db.delete(table).where(inArray(table.id, some)).run().changes > 0) return false
      }
      this.#db.delete(audiobookProduction).where(eq(audiobookProduction.bookId, bookId)).run()
      this.#db.delete(titles).where(which).run()
      return true
    })
  }

  /** True when some were deleted; their jobs go with them, but for those that a production queued. */
  #purgePictures(bookId: string, limit: number): boolean {
    const query = this.#db.select({ id: pictures.id, jobId: pictures.jobId }).from(pictures)
    const some = query.where(eq(pictures.bookId, bookId)).limit(limit).all()
    const ids = some.map(({ id }) => id)
    const jobIds = some.flatMap(({ jobId }) => jobId ?? [])
    this.#db.delete(pictures).where(inArray(pictures.id, ids)).run()
    this.#db
      .delete(comfyuiJobs)
      .where(and(inArray(comfyuiJobs.id, jobIds), isNull(comfyuiJobs.productionId)))
      .run()
    return some.length > 0
  }

  #set(which: SQL | undefined, values: Partial<typeof titles.$inferInsert>): void {
    this.#db.update(titles).set(values).where(which).run()
  }
}

const now = (): string => new Date().toISOString()

function toTitle({ sourceSha256: _sha256, removedAt: _removedAt, ...title }: typeof titles.$inferSelect): Title {
  return title
}
