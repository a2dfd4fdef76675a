import { and, asc, desc, eq, gte, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { audiobookProduction, titles } from '#database/schema.ts'
import {
  STEPS,
  type Production,
  type ProductionMetadata,
  type ProductionStatus,
  type Step,
  type StepStatus,
} from '#shared/models/production.ts'
import { JsonObject, parseJsonColumn } from '../json-column.ts'

type Row = typeof audiobookProduction.$inferSelect

/** Figures that the steps find out, under their columns' names. */
export type ProductionTotals = Partial<
  Pick<
    Row,
    | 'totalChapters'
    | 'totalChunks'
    | 'totalWords'
    | 'audioJobsCompleted'
    | 'totalAudioFiles'
    | 'audioDurationSeconds'
    | 'audioFileSizeBytes'
    | 'imageJobsCompleted'
    | 'totalImageJobs'
    | 'totalVideosCreated'
    | 'retryCount'
  >
>

/** What other tables know of a production. */
export interface ProductionFigures {
  id: number
  title: string
  author: string
  narratorName: string
  chunksDone: number
  chunksFailed: number
  chunksTotal: number
  /** Time that servers have worked for it. */
  serverSeconds: number
}

/** One row for each title that a narrator reads. */
export class ProductionRepository {
  readonly #db: BetterSQLite3Database

  constructor(db: BetterSQLite3Database) {
    this.#db = db
  }

  create(production: { bookId: string; narratorId: string; metadata: ProductionMetadata }): Production {
    const values = { ...production, metadata: JSON.stringify(production.metadata) }
    return toProduction(this.#db.insert(audiobookProduction).values(values).returning().get())
  }

  get(id: number): Production | null {
    const row = this.#db.select().from(audiobookProduction).where(eq(audiobookProduction.id, id)).get()
    return row ? toProduction(row) : null
  }

  /** The latest production of a title by a narrator that was not cancelled. */
  find(bookId: string, narratorId: string): Production | null {
    const { bookId: book, narratorId: narrator, status, id } = audiobookProduction
    const which = and(eq(book, bookId), eq(narrator, narratorId), ne(status, 'cancelled'))
    const row = this.#db.select().from(audiobookProduction).where(which).orderBy(desc(id)).limit(1).get()
    return row ? toProduction(row) : null
  }

  /** Latest first. */
  list(
    filter: { bookId?: string; status?: ProductionStatus | readonly ProductionStatus[]; limit?: number } = {},
  ): Production[] {
    const { bookId, status, id } = audiobookProduction
    const which = and(
      filter.bookId === undefined ? undefined : eq(bookId, filter.bookId),
      filter.status === undefined ? undefined : inArray(status, [filter.status].flat()),
    )
    const query = this.#db.select().from(audiobookProduction).where(which).orderBy(desc(id))
    return query
      .limit(filter.limit ?? -1)
      .all()
      .map(toProduction)
  }

  /** Those that are to run, oldest first; a title that was taken off the shelf waits. */
  waiting(): Production[] {
    const { bookId, status, id } = audiobookProduction
    const shelved = this.#db.select({ bookId: titles.bookId }).from(titles).where(isNull(titles.removedAt))
    const which = and(eq(status, 'pending'), inArray(bookId, shelved))
    return this.#db.select().from(audiobookProduction).where(which).orderBy(asc(id)).all().map(toProduction)
  }

  changedSince(time: string): number[] {
    const { id, updatedAt } = audiobookProduction
    const query = this.#db.select({ id }).from(audiobookProduction).where(gte(updatedAt, time))
    return query.all().map((row) => row.id)
  }

  counts(): Record<ProductionStatus, number> {
    const counts = { pending: 0, processing: 0, paused: 0, completed: 0, failed: 0, cancelled: 0 }
    const rows = this.#db.all<{ status: ProductionStatus; productions: number }>(
      sql`SELECT status, count(*) AS productions FROM audiobook_production GROUP BY status`,
    )
    for (const { status, productions } of rows) counts[status] = productions
    return counts
  }

  /** By production id; every figure comes from an index. */
  figures(ids: readonly number[]): Map<number, ProductionFigures> {
    const rows = this.#db.all<ProductionFigures>(sql`
      SELECT p.id, t.title, t.author, n.narrator_name AS narratorName,
        (SELECT count(*) FROM chunks c WHERE c.production_id = p.id AND c.status = 'done') AS chunksDone,
        (SELECT count(*) FROM chunks c WHERE c.production_id = p.id AND c.status = 'failed') AS chunksFailed,
        (SELECT count(*) FROM chunks c WHERE c.production_id = p.id) AS chunksTotal,
        (SELECT coalesce(sum(j.duration), 0) FROM comfyui_jobs j WHERE j.production_id = p.id) AS serverSeconds
      FROM audiobook_production p
      JOIN titles t ON t.book_id = p.book_id JOIN narrators n ON n.narrator_id = p.narrator_id
      WHERE p.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
    return new Map(rows.map((row) => [row.id, row]))
  }

  setStatus(id: number, status: ProductionStatus): void {
    this.#set(id, { status })
  }

  /** Also sets the step's completion time, and its start time where the table has one. */
  setStep(id: number, step: Step, status: StepStatus): void {
    const now = new Date().toISOString()
    const values: Record<string, string | null> = {
      [`${camelCase(step)}Status`]: status,
      [`${camelCase(step)}CompletedAt`]: status === 'completed' ? now : null,
    }
    const startedAt = `${camelCase(step)}StartedAt`
    if (status === 'processing' && startedAt in audiobookProduction) values[startedAt] = now
    this.#set(id, values)
  }

  /** Metadata keys that are not given stay as they are. */
  update(id: number, changes: ProductionTotals & { metadata?: Partial<ProductionMetadata> }): void {
    const { metadata, ...totals } = changes
    this.#db.transaction(() => {
      const known = metadata && this.get(id)?.metadata
      this.#set(id, { ...totals, ...(known && { metadata: JSON.stringify({ ...known, ...metadata }) }) })
    })
  }

  #set(id: number, values: Partial<Row>): void {
    const updatedAt = new Date().toISOString()
    this.#db
      .update(audiobookProduction)
      .set({ ...values, updatedAt })
      .where(eq(audiobookProduction.id, id))
      .run()
  }
}

function toProduction(row: Row): Production {
  const { id, bookId, narratorId, status, totalChapters, totalChunks, totalWords, createdAt, updatedAt } = row
  const { audioJobsCompleted, audioDurationSeconds } = row
  const totals = { totalChapters, totalChunks, totalWords, audioJobsCompleted, audioDurationSeconds }
  return {
    id,
    bookId,
    narratorId,
    status,
    steps: readSteps(row),
    ...totals,
    metadata: readMetadata(row),
    createdAt,
    updatedAt,
  }
}

function readSteps(row: Row): Record<Step, StepStatus> {
  const statuses = row as Record<string, unknown>
  return Object.fromEntries(STEPS.map((step) => [step, statuses[`${camelCase(step)}Status`]])) as Record<
    Step,
    StepStatus
  >
}

/** A production of an older tool has metadata of its own kind: the two lists are then empty. */
function readMetadata(row: Row): ProductionMetadata {
  const metadata = parseJsonColumn(JsonObject, row.metadata, `The column metadata of production ${row.id}`)
  return { formats: [], skippedSteps: [], ...(metadata as Partial<ProductionMetadata>) }
}

function camelCase(step: Step): string {
  return step.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase())
}
