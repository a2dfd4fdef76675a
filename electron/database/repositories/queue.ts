import { sql } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { JobErrorClass, JobStatus, JobType } from '#shared/models/job.ts'
import type { JobQuery } from '#shared/models/job-row.ts'
import type { PictureKind } from '#shared/models/picture.ts'
import type { ChunkRole } from '#shared/models/production.ts'
import { isDeep, pageIndexFor, whereOf } from './queue-filter.ts'

/** A job as a list shows it, with what its label is made of. */
export interface QueueLine {
  id: number
  configName: string
  jobType: JobType
  workflowId: string
  status: JobStatus
  priority: number
  retriesAttempted: number
  retryLimit: number
  productionId: number | null
  serverName: string | null
  startTime: string | null
  endTime: string | null
  durationS: number | null
  errorClass: JobErrorClass | null
  bookId: string | null
  title: string | null
  /** Of the first chunk that the job speaks; null for a job that speaks none. */
  role: ChunkRole | null
  chapterIndex: number | null
  chunkIndex: number | null
  /** As the book has it; null in what an older studio queued. */
  chapterTitle: string | null
  /** What the job draws a picture for; null where it draws none. */
  pictureKind: PictureKind | null
  /** The narrator whose voice is tried. */
  auditionOf: string | null
}

/** `queue`: what runs, what comes next, then what failed and what is done; `newest`: the other way round by age. */
export type QueueOrder = 'queue' | 'newest'

/** Jobs of one status, or of any, in one order. */
interface Section {
  status: JobStatus | undefined
  isByPriority: boolean
  jobs: number
}

const STATUSES_AS_QUEUED: readonly JobStatus[] = ['processing', 'pending', 'failed', 'done']

/** The queue as something to look at: every page costs a few milliseconds, wherever it lies. */
export class QueueRepository {
  readonly #db: BetterSQLite3Database
  #counted = { state: '', counts: new Map<string, Record<JobStatus, number>>() }

  constructor(db: BetterSQLite3Database) {
    this.#db = db
  }

  /** `limit` jobs from `offset` on, and how many there are in all. */
  page(
    query: JobQuery,
    order: QueueOrder,
    range: { offset: number; limit: number },
  ): { total: number; lines: QueueLine[] } {
    const sections = this.#sections(query, order)
    const ids: number[] = []
    let before = 0
    for (const section of sections) {
      const skipped = Math.max(0, range.offset - before)
      const wanted = range.limit - ids.length
      before += section.jobs
      if (wanted > 0 && skipped < section.jobs) ids.push(...this.#ids(query, section, skipped, wanted))
    }
    return { total: before, lines: this.lines(ids) }
  }

  /** In the order of the ids; those of jobs that are gone are left out. */
  lines(ids: readonly number[]): QueueLine[] {
    if (ids.length === 0) return []
    const lines = this.#db.all<QueueLine>(sql`
      SELECT job.id, job.config_name AS configName, job.job_type AS jobType, job.workflow_id AS workflowId, job.status,
        job.priority, job.retries_attempted AS retriesAttempted, job.retry_limit AS retryLimit,
        job.production_id AS productionId, job.server_name AS serverName, job.start_time AS startTime,
        job.end_time AS endTime, job.duration AS durationS, job.error_class AS errorClass,
        titles.book_id AS bookId, titles.title, chunk.role, picture.kind AS pictureKind,
        coalesce(chunk.chapter_index, picture.chapter_index) AS chapterIndex, chunk.chunk_index AS chunkIndex, job.metadata ->> '$.chapterTitle' AS chapterTitle,
        job.metadata ->> '$.auditionOf' AS auditionOf
      FROM comfyui_jobs AS job
      LEFT JOIN audiobook_production AS production ON production.id = job.production_id
      LEFT JOIN pictures AS picture ON picture.id = (SELECT min(id) FROM pictures WHERE job_id = job.id)
      LEFT JOIN titles ON titles.book_id = coalesce(production.book_id, picture.book_id)
      LEFT JOIN chunks AS chunk ON chunk.id = (SELECT min(id) FROM chunks WHERE job_id = job.id)
      WHERE job.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
    const byId = new Map(lines.map((line) => [line.id, line]))
    return ids.flatMap((id) => byId.get(id) ?? [])
  }

  /** Asked at every page and every change, hence kept until somebody writes. With a status, only that one is counted. */
  counts(query: JobQuery = {}): Record<JobStatus, number> {
    const state = this.#state()
    if (state !== this.#counted.state) this.#counted = { state, counts: new Map() }
    const key = JSON.stringify(
      Object.entries(query)
        .filter(([, value]) => value !== undefined)
        .sort(),
    )
    const counts = this.#counted.counts.get(key) ?? this.#count(query)
    this.#counted.counts.set(key, counts)
    return { ...counts }
  }

  #count(query: JobQuery): Record<JobStatus, number> {
    const counts: Record<JobStatus, number> = { pending: 0, processing: 0, done: 0, failed: 0 }
    const index = query.jobType === undefined || isDeep(query) ? sql.empty() : pageIndexFor(query)
    const rows = this.#db.all<{ status: JobStatus; jobs: number }>(
      sql`SELECT status, count(*) AS jobs FROM comfyui_jobs ${index} ${whereOf(query)} GROUP BY status`,
    )
    for (const { status, jobs } of rows) counts[status] = jobs
    return counts
  }

  /** Changes with every write, of this connection or another. */
  #state(): string {
    const [own] = this.#db.all<{ changes: number }>(sql`SELECT total_changes() AS changes`)
    const [others] = this.#db.all<{ data_version: number }>(sql`PRAGMA data_version`)
    return `${own?.changes ?? 0} ${others?.data_version ?? 0}`
  }

  #sections(query: JobQuery, order: QueueOrder): Section[] {
    const { status, ...rest } = query
    const counts = this.counts(isDeep(query) ? query : rest)
    const statuses = status === undefined ? STATUSES_AS_QUEUED : [status]
    const sections = statuses.map((name) => ({
      status: name,
      isByPriority: order === 'queue' && (name === 'pending' || name === 'processing'),
      jobs: counts[name],
    }))
    if (order === 'queue') return sections
    return [{ status, isByPriority: false, jobs: sections.reduce((sum, { jobs }) => sum + jobs, 0) }]
  }

  /** Walks from the nearer end, so that the last page costs as little as the first. */
  #ids(query: JobQuery, { status, isByPriority, jobs }: Section, offset: number, limit: number): number[] {
    const isFromEnd = offset > jobs / 2
    const wanted = Math.min(limit, jobs - offset)
    const skipped = isFromEnd ? jobs - offset - wanted : offset
    const isUp = isByPriority !== isFromEnd
    const direction = sql.raw(isUp ? 'ASC' : 'DESC')
    const order = isByPriority ? sql`priority ${direction}, id ${direction}` : sql`id ${direction}`
    const index = isByPriority ? sql.empty() : pageIndexFor(query)
    const ids = this.#db
      .all<{ id: number }>(
        sql`SELECT id FROM comfyui_jobs ${index} ${whereOf({ ...query, status })} ORDER BY ${order} LIMIT ${wanted} OFFSET ${skipped}`,
      )
      .map(({ id }) => id)
    return isFromEnd ? ids.reverse() : ids
  }
}
