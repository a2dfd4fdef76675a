import { and, asc, count, eq, sql, type SQL } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { chunks } from '#database/schema.ts'
import type { ChunkEnding, SourceRange } from '#shared/models/book.ts'
import type { ChunkRole, ChunkStatus } from '#shared/models/production.ts'

/** A spoken piece of a production, in the place where it is heard. */
export interface NewChunk {
  productionId: number
  chapterIndex: number
  /** Counts within the chapter; with it unique in the production. */
  chunkIndex: number
  role: ChunkRole
  ending: ChunkEnding
  text: string
  /** Null for words of ours, such as credits. */
  source: SourceRange | null
  /** Hash of all that the sound depends on: equal keys share one file. */
  audioKey: string
  jobId: number | null
}

export interface ChunkRow extends NewChunk {
  id: number
  status: ChunkStatus
  /** Relative to the workspace. */
  audioPath: string | null
  durationMs: number | null
  sampleRateHz: number | null
}

/** A chunk in its place, as far as it can be seen from afar. */
export interface ChunkMark {
  id: number
  productionId: number
  chapterIndex: number
  chunkIndex: number
  role: ChunkRole
  /** `running` while a server has its job. */
  status: ChunkStatus | 'running'
  characters: number
  durationMs: number | null
  /** How often its job was taken; 0 when an earlier take was found. */
  runs: number
}

const MARK = sql`
  SELECT c.id, c.production_id AS productionId, c.chapter_index AS chapterIndex, c.chunk_index AS chunkIndex, c.role,
    CASE WHEN c.status = 'pending' AND j.status = 'processing' THEN 'running' ELSE c.status END AS status,
    length(c.text) AS characters, c.duration_ms AS durationMs, coalesce(j.run_count, 0) AS runs
  FROM chunks c LEFT JOIN comfyui_jobs j ON j.id = c.job_id`

/** The chunks of all productions and the takes that speak them. */
export class ChunkRepository {
  readonly #db: BetterSQLite3Database

  constructor(db: BetterSQLite3Database) {
    this.#db = db
  }

  /** All or none. */
  insert(rows: readonly NewChunk[]): void {
    this.#db.transaction(() => {
      const insert = this.#db.insert(chunks).values(PLACEHOLDERS).prepare()
      for (const { source, ...row } of rows) {
        insert.run({ ...row, sourceStart: source?.start ?? null, sourceEnd: source?.end ?? null })
      }
    })
  }

  /** In reading order. */
  list(productionId: number): ChunkRow[] {
    const query = this.#db.select().from(chunks).where(eq(chunks.productionId, productionId))
    return query.orderBy(asc(chunks.chapterIndex), asc(chunks.chunkIndex)).all().map(toChunk)
  }

  /** The chunks that one job speaks: several when their words are the same. */
  byJob(jobId: number): ChunkRow[] {
    return this.#db.select().from(chunks).where(eq(chunks.jobId, jobId)).orderBy(asc(chunks.id)).all().map(toChunk)
  }

  /** Every chunk of a production without its text, in reading order: a long book has 8,000. */
  marks(productionId: number): ChunkMark[] {
    return this.#db.all(sql`${MARK} WHERE c.production_id = ${productionId} ORDER BY c.chapter_index, c.chunk_index`)
  }

  /** Those of the chunks that these jobs speak. */
  marksOfJobs(jobIds: readonly number[]): ChunkMark[] {
    return this.#db.all(sql`${MARK} WHERE c.job_id IN (SELECT value FROM json_each(${JSON.stringify(jobIds)}))`)
  }

  /** Where the chunk's take lies, relative to the workspace; null without the chunk or its take. */
  audioPath(id: number): string | null {
    const row = this.#db.select({ audioPath: chunks.audioPath }).from(chunks).where(eq(chunks.id, id)).get()
    return row?.audioPath ?? null
  }

  /** The chapters that a production reads, in order; its credits belong to the first and the last one. */
  spokenChapters(productionId: number): number[] {
    const rows = this.#db.all<{ chapterIndex: number }>(
      sql`SELECT DISTINCT chapter_index AS chapterIndex FROM chunks
        WHERE production_id = ${productionId} AND role IN ('title', 'text') ORDER BY chapter_index`,
    )
    return rows.map(({ chapterIndex }) => chapterIndex)
  }

  /** For every chunk of the production with this key; call it once the file is in its place. */
  markDone(
    audioKey: string,
    productionId: number,
    take: { audioPath: string; durationMs: number; sampleRateHz: number },
  ): void {
    this.#set({ status: 'done', ...take }, this.#keyed(audioKey, productionId))
  }

  /** The take is gone or was never made. */
  markPending(audioKey: string, productionId: number): void {
    const noTake = { audioPath: null, durationMs: null, sampleRateHz: null }
    this.#set({ status: 'pending', ...noTake }, this.#keyed(audioKey, productionId))
  }

  /** The take was moved to another place. */
  setAudioPath(id: number, audioPath: string): void {
    this.#set({ audioPath }, eq(chunks.id, id))
  }

  /** For every chunk that waits for the job; a finished take stays. */
  markFailed(jobId: number): void {
    this.#set({ status: 'failed' }, and(eq(chunks.jobId, jobId), eq(chunks.status, 'pending')))
  }

  counts(productionId: number): Record<ChunkStatus, number> {
    const rows = this.#db
      .select({ status: chunks.status, chunks: count() })
      .from(chunks)
      .where(eq(chunks.productionId, productionId))
      .groupBy(chunks.status)
      .all()
    const counts: Record<ChunkStatus, number> = { pending: 0, done: 0, failed: 0 }
    for (const row of rows) counts[row.status] = row.chunks
    return counts
  }

  deleteAll(productionId: number): void {
    this.#db.delete(chunks).where(eq(chunks.productionId, productionId)).run()
  }

  #keyed(audioKey: string, productionId: number) {
    return and(eq(chunks.audioKey, audioKey), eq(chunks.productionId, productionId))
  }

  #set(values: Partial<typeof chunks.$inferInsert>, where: SQL | undefined): void {
    this.#db
      .update(chunks)
      .set({ ...values, updatedAt: new Date().toISOString() })
      .where(where)
      .run()
  }
}

const PLACEHOLDERS = {
  productionId: sql.placeholder('productionId'),
  chapterIndex: sql.placeholder('chapterIndex'),
  chunkIndex: sql.placeholder('chunkIndex'),
  role: sql.placeholder('role'),
  ending: sql.placeholder('ending'),
  text: sql.placeholder('text'),
  sourceStart: sql.placeholder('sourceStart'),
  sourceEnd: sql.placeholder('sourceEnd'),
  audioKey: sql.placeholder('audioKey'),
  jobId: sql.placeholder('jobId'),
}

function toChunk({
  sourceStart,
  sourceEnd,
  createdAt: _created,
  updatedAt: _updated,
  ...row
}: typeof chunks.$inferSelect): ChunkRow {
  return { ...row, source: sourceStart === null || sourceEnd === null ? null : { start: sourceStart, end: sourceEnd } }
}
