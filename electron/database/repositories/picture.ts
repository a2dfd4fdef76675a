import { and, asc, eq, isNotNull, isNull, ne, type SQL } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { pictures, titles } from '#database/schema.ts'
import type { PictureKind, PicturePlace } from '#shared/models/picture.ts'

/** A picture that is wanted, or that somebody brought. */
export interface NewPicture extends PicturePlace {
  bookId: string
  origin: 'drawn' | 'uploaded' | 'book'
  styleId: string | null
  /** What it is drawn from; null where nothing is written for it. */
  prompt: string | null
  seed: number | null
  workflowId: string | null
}

/** What is known of a picture's file. */
export interface PictureFile {
  /** Relative to the workspace. */
  path: string
  sha256: string
  widthPx: number
  heightPx: number
}

export interface Picture extends NewPicture {
  id: number
  jobId: number | null
  /** Null until it is drawn. */
  file: PictureFile | null
  /** Somebody has chosen it for its place. */
  isChosen: boolean
  createdAt: string
}

type Row = typeof pictures.$inferSelect

const byId = (id: number) => eq(pictures.id, id)
const isKept = isNull(pictures.removedAt)

/** Candidates for covers, thumbnails and scenes; what was set aside is found by the calls that say so, and by no other. */
export class PictureRepository {
  readonly #db: BetterSQLite3Database

  constructor(db: BetterSQLite3Database) {
    this.#db = db
  }

  /** With a file for one that is there already. */
  add(picture: NewPicture, file: PictureFile | null = null): Picture {
    return toPicture(
      this.#db
        .insert(pictures)
        .values({ ...picture, ...file })
        .returning()
        .get(),
    )
  }

  get(id: number): Picture | null {
    return this.#list(and(byId(id), isKept))[0] ?? null
  }

  /** Those of a title, oldest first. */
  list(bookId: string, kind?: PictureKind): Picture[] {
    return this.#list(and(ofBook(bookId, kind), isKept))
  }

  /** Those of a title that were set aside, oldest first. */
  setAsideOf(bookId: string, kind?: PictureKind): Picture[] {
    return this.#list(and(ofBook(bookId, kind), isNotNull(pictures.removedAt)))
  }

  /** The candidates for one place, oldest first. */
  at(bookId: string, place: PicturePlace): Picture[] {
    return this.#list(and(isAt(bookId, place), isKept))
  }

  /** The one that a job draws. */
  byJob(jobId: number): Picture | null {
    return this.#list(and(eq(pictures.jobId, jobId), isKept))[0] ?? null
  }

  /** Those of titles on the shelf that have a job and no file yet. */
  unfinished(): Picture[] {
    const query = this.#db
      .select({ picture: pictures })
      .from(pictures)
      .innerJoin(titles, eq(titles.bookId, pictures.bookId))
    const which = and(isNotNull(pictures.jobId), isNull(pictures.path), isKept, isNull(titles.removedAt))
    return query
      .where(which)
      .orderBy(asc(pictures.id))
      .all()
      .map(({ picture }) => toPicture(picture))
  }

  setJob(id: number, jobId: number): void {
    this.#set(byId(id), { jobId })
  }

  /** Its file is in its place; null: it is gone. */
  setFile(id: number, file: PictureFile | null): void {
    this.#set(byId(id), file ?? { path: null, sha256: null, widthPx: null, heightPx: null })
  }

  /** Chooses the picture for its place, and no other there any more. */
  choose({ id, bookId, ...place }: Pick<Picture, 'id' | 'bookId' | keyof PicturePlace>): void {
    this.#db.transaction(() => {
      this.#set(and(isAt(bookId, place), eq(pictures.isChosen, true), ne(pictures.id, id)), { isChosen: false })
      this.#set(byId(id), { isChosen: true })
    })
  }

  /** Its row and its file stay. */
  setAside(id: number): void {
    this.#set(byId(id), { removedAt: now(), isChosen: false })
  }

  putBack(id: number): void {
    this.#set(byId(id), { removedAt: null })
  }

  #list(which: SQL | undefined): Picture[] {
    return this.#db.select().from(pictures).where(which).orderBy(asc(pictures.id)).all().map(toPicture)
  }

  #set(which: SQL | undefined, values: Partial<typeof pictures.$inferInsert>): void {
    this.#db
      .update(pictures)
      .set({ ...values, updatedAt: now() })
      .where(which)
      .run()
  }
}

function ofBook(bookId: string, kind: PictureKind | undefined): SQL | undefined {
  return and(eq(pictures.bookId, bookId), kind === undefined ? undefined : eq(pictures.kind, kind))
}

function isAt(bookId: string, { kind, chapterIndex, paragraphIndex }: PicturePlace): SQL | undefined {
  const isThere = and(eq(pictures.chapterIndex, chapterIndex), eq(pictures.paragraphIndex, paragraphIndex))
  return and(ofBook(bookId, kind), isThere)
}

function toPicture({
  path,
  sha256,
  widthPx,
  heightPx,
  updatedAt: _updated,
  removedAt: _removed,
  ...row
}: Row): Picture {
  const isThere = path !== null && sha256 !== null && widthPx !== null && heightPx !== null
  return { ...row, file: isThere ? { path, sha256, widthPx, heightPx } : null }
}

const now = (): string => new Date().toISOString()
