import { and, desc, eq, ne } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { audiobookProduction } from '#database/schema.ts'
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
  list(filter: { bookId?: string; status?: ProductionStatus; limit?: number } = {}): Production[] {
    const { bookId, status, id } = audiobookProduction
    const which = and(
      filter.bookId === undefined ? undefined : eq(bookId, filter.bookId),
      filter.status === undefined ? undefined : eq(status, filter.status),
    )
    const query = this.#db.select().from(audiobookProduction).where(which).orderBy(desc(id))
    return query
      .limit(filter.limit ?? -1)
      .all()
      .map(toProduction)
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
