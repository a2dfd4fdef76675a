import { and, asc, count, eq, inArray, isNull, ne, notInArray, or, type SQL } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { audiobookProduction, comfyuiJobs, pictures } from '#database/schema.ts'
import { AppError } from '#shared/models/app-error.ts'
import {
  PRIORITY,
  type Job,
  type JobErrorClass,
  type JobStatus,
  type JobType,
  type NewJob,
} from '#shared/models/job.ts'
import type { JobQuery } from '#shared/models/job-row.ts'
import { byPriority, parseCrashedServers, toJob, toLeasedJob, toRow, type LeasedJob } from './job-row.ts'
import { prepareJobStatements, WAITING_WORKFLOWS, type JobStatements } from './job-statements.ts'

/** The due jobs of one workflow, the next one first; at most `LOOK_AHEAD` of them. */
export interface WaitingLine {
  workflowId: string
  nextId: number
  /** The server that the next one's last try failed on. */
  nextFailedOn: string | null
  nextInputs: Job['inputs']
  waiting: number
}

/** What an agent wants of the queue for one of its servers. */
export interface LeaseOptions {
  workerId: string
  leaseMs: number
  now?: Date
  limit?: number
  exceptWorkflowIds?: readonly string[]
  elsewhere?: { serverName: string; workflowIds: readonly string[] }
  /** False for a job that is to be passed over. */
  accepts?: (job: Job) => boolean
  /** Which of the lines that are next by priority is to be served; null leaves them to other servers. */
  choose?: (lines: readonly WaitingLine[]) => WaitingLine | null
}

interface Line {
  workflowId: string
  jobs: { id: number; priority: number; failedServer: string | null }[]
  /** The first of them, once it is accepted. */
  next: Job | null
}

/** How far ahead a line is read: enough to see that the end of the work is near. */
export const LOOK_AHEAD = 64

/** The queue: a row is the truth about its job, whatever happens to the processes around it. */
export class JobRepository {
  readonly #db: BetterSQLite3Database
  readonly #statements: JobStatements

  constructor(db: BetterSQLite3Database) {
    this.#db = db
    this.#statements = prepareJobStatements(db)
  }

  /** All or none are queued; returns their ids in the same order. Throws `job.exists` for a name that is taken. */
  enqueue(jobs: readonly NewJob[]): number[] {
    return this.#db.transaction(
      () =>
        jobs.map((job) => {
          assertPriority(job.priority)
          const [row] = this.#statements.insert.all(toRow(job))
          if (row) return row.id
          throw new AppError('job.exists', `There is already a job named ${job.configName}.`, {
            data: { name: job.configName },
          })
        }),
      { behavior: 'immediate' },
    )
  }

  get(id: number): Job | null {
    const row = this.#statements.get.get({ id })
    return row ? toJob(row) : null
  }

  findByName(configName: string): Job | null {
    const row = this.#db.select().from(comfyuiJobs).where(eq(comfyuiJobs.configName, configName)).get()
    return row ? toJob(row) : null
  }

  /** In insertion order. */
  list(filter: JobQuery & { limit?: number; offset?: number } = {}): Job[] {
    const query = this.#db.select().from(comfyuiJobs).where(matching(this.#db, filter)).orderBy(asc(comfyuiJobs.id))
    return query
      .limit(filter.limit ?? -1)
      .offset(filter.offset ?? 0)
      .all()
      .map(toJob)
  }

  counts(filter: JobQuery = {}): Record<JobStatus, number> {
    const { status } = comfyuiJobs
    const rows = this.#db
      .select({ status, jobs: count() })
      .from(comfyuiJobs)
      .where(matching(this.#db, filter))
      .groupBy(status)
      .all()
    const counts: Record<JobStatus, number> = { pending: 0, processing: 0, done: 0, failed: 0 }
    for (const row of rows) counts[row.status] = row.jobs
    return counts
  }

  /**
   * Takes up to `limit` (1) waiting jobs in one transaction: lowest priority number first, then as `choose` says, else the oldest.
   *
   * Leaves out jobs that wait for a later try, those of paused or cancelled productions, `exceptWorkflowIds`, and of the
   * workflows in `elsewhere` those whose last try failed on that server.
   */
  lease(options: LeaseOptions): LeasedJob[] {
    const now = options.now ?? new Date()
    return this.#db.transaction(
      () => {
        const ids = this.#pick(this.#waitingLines(options, now), options)
        if (ids.length === 0) return []
        const rows = this.#statements.take.all({
          ids: JSON.stringify(ids),
          workerId: options.workerId,
          now: now.toISOString(),
          leaseExpiresAt: new Date(now.getTime() + options.leaseMs).toISOString(),
        })
        return rows.map(toLeasedJob).sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
      },
      { behavior: 'immediate' },
    )
  }

  #waitingLines({ exceptWorkflowIds = [], elsewhere }: LeaseOptions, now: Date): Line[] {
    const workflows = this.#db.all<{ workflowId: string }>(WAITING_WORKFLOWS)
    return workflows.flatMap(({ workflowId }) => {
      if (exceptWorkflowIds.includes(workflowId)) return []
      const exceptFailedOn = elsewhere?.workflowIds.includes(workflowId) === true ? elsewhere.serverName : ''
      const jobs = this.#statements.due.all({ workflowId, exceptFailedOn, now: now.toISOString(), limit: LOOK_AHEAD })
      return jobs.length === 0 ? [] : [{ workflowId, jobs, next: null }]
    })
  }

  /** The ids of the jobs to take, in the order in which they are to run. */
  #pick(lines: readonly Line[], { limit = 1, choose = oldest, accepts = () => true }: LeaseOptions): number[] {
    const ids: number[] = []
    let open = lines
    while (ids.length < limit) {
      open = open.filter((line) => this.#findNext(line, accepts))
      const priority = Math.min(...open.map(({ jobs }) => jobs[0]?.priority ?? PRIORITY.max))
      const next = open.filter(({ jobs }) => jobs[0]?.priority === priority)
      if (next.length === 0) break
      const chosen = choose(next.map(toWaitingLine))
      const line = next.find(({ workflowId }) => workflowId === chosen?.workflowId)
      const job = line?.jobs.shift()
      if (line && job) {
        ids.push(job.id)
        line.next = null
      } else open = open.filter((other) => !next.includes(other))
    }
    return ids
  }

  /** False when no job of the line is accepted; those that are not leave it. */
  #findNext(line: Line, accepts: (job: Job) => boolean): boolean {
    while (line.next === null) {
      const [first] = line.jobs
      if (first === undefined) return false
      const job = this.get(first.id)
      if (job && accepts(job)) line.next = job
      else line.jobs.shift()
    }
    return true
  }

  /** Extends all leases of a worker. */
  renew(workerId: string, leaseMs: number): void {
    const leaseExpiresAt = new Date(Date.now() + leaseMs).toISOString()
    this.#statements.renew.run({ workerId, leaseExpiresAt, now: now() })
  }

  /** Stored before the prompt is posted, so that a restart can find it on the server. */
  recordPrompt(id: number, prompt: { promptId: string; serverName: string; graphHash: string }): void {
    this.#statements.recordPrompt.run({ id, ...prompt, now: now() })
  }

  /** The server has taken the prompt. */
  markPosted(id: number): void {
    this.#statements.markPosted.run({ id, now: now() })
  }

  /** `metadata` is merged into the job's own, where null removes a key. False, and no change, when the job is not processing any more. */
  complete(id: number, result: { outputPath: string; metadata?: Record<string, unknown> }): boolean {
    const metadata = JSON.stringify(result.metadata ?? {})
    return this.#statements.complete.run({ id, outputPath: result.outputPath, metadata, now: now() }).changes > 0
  }

  /** Final, whatever tries are left. False, and no change, when the job is not processing any more. */
  fail(id: number, failure: { errorClass: JobErrorClass; errorTrace: string }): boolean {
    return this.#statements.fail.run({ id, ...failure, now: now() }).changes > 0
  }

  /** Back into the queue until `notBefore`, or failed when the tries after the first are used up. */
  retryLater(
    id: number,
    failure: { errorClass: JobErrorClass; errorTrace: string; notBefore: Date; serverName?: string },
  ): 'retrying' | 'failed' {
    const failedServer = failure.serverName ?? null
    const values = { id, errorClass: failure.errorClass, errorTrace: failure.errorTrace, now: now() }
    const { changes } = this.#statements.retryLater.run({
      ...values,
      failedServer,
      notBefore: failure.notBefore.toISOString(),
    })
    if (changes > 0) return 'retrying'
    this.#statements.fail.run(values)
    return 'failed'
  }

  /** Back into the queue as if it had never been taken. */
  release(id: number): void {
    this.#statements.release.run({ id, now: now() })
  }

  /** A server went down while it ran the job; returns the names of all that did, one entry each time. */
  noteCrash(id: number, serverName: string): string[] {
    const [row] = this.#statements.noteCrash.all({ id, serverName })
    return row === undefined ? [] : parseCrashedServers(row.crashedServers, id)
  }

  /** Jobs that some agent has taken and not finished; at an agent's start these belong to a dead one. */
  inFlight(): LeasedJob[] {
    return this.#statements.inFlight.all().map(toLeasedJob).sort(byPriority)
  }

  /** Puts a finished job, failed or done, back into the queue with all its tries. Throws `job.unknown`, `job.notFinished`. */
  retry(id: number): void {
    this.#db.transaction(() => {
      const { status } = this.#require(id)
      if (status === 'pending' || status === 'processing') {
        throw new AppError('job.notFinished', `Job ${id} is ${status}: only a finished job can be retried.`, {
          data: { id, status },
        })
      }
      this.#statements.retry.run({ id, now: now() })
      this.#statements.reopenChunks.run({ id, now: now() })
    })
  }

  /**
   * Failed jobs that nobody has cancelled, by themselves or with their production; in insertion order.
   *
   * Cancelled ones are among them only when the filter asks for that class.
   */
  failedIds(filter: Omit<JobQuery, 'status'> = {}): number[] {
    const { id, errorClass, productionId } = comfyuiJobs
    const cancelled = this.#db
      .select({ id: audiobookProduction.id })
      .from(audiobookProduction)
      .where(eq(audiobookProduction.status, 'cancelled'))
    const isWanted = or(isNull(productionId), notInArray(productionId, cancelled))
    const hasFailedByItself =
      filter.errorClass === 'cancelled' ? undefined : or(isNull(errorClass), ne(errorClass, 'cancelled'))
    const query = this.#db.select({ id }).from(comfyuiJobs)
    return query
      .where(and(matching(this.#db, { ...filter, status: 'failed' }), hasFailedByItself, isWanted))
      .orderBy(asc(id))
      .all()
      .map((row) => row.id)
  }

  /** Throws `job.unknown`, `job.badPriority`. */
  setPriority(id: number, priority: number): void {
    assertPriority(priority)
    this.#require(id)
    this.#db.update(comfyuiJobs).set({ priority, updatedAt: now() }).where(eq(comfyuiJobs.id, id)).run()
  }

  /** Fails a job that waits or runs, as cancelled; a finished one stays as it is. Throws `job.unknown`. */
  cancel(id: number, reason: string): void {
    this.#require(id)
    this.#cancel(eq(comfyuiJobs.id, id), reason)
  }

  /** Cancels what waits or runs for a production, all of it or one type, and returns how many jobs that were. */
  cancelProduction(productionId: number, jobType?: JobType): number {
    return this.#cancel(
      matching(this.#db, { productionId, ...(jobType && { jobType }) }),
      'The production was cancelled.',
    )
  }

  #cancel(which: SQL | undefined, errorTrace: string): number {
    const time = now()
    return this.#db
      .update(comfyuiJobs)
      .set({
        status: 'failed',
        errorClass: 'cancelled',
        errorTrace,
        endTime: time,
        leaseExpiresAt: null,
        notBefore: null,
        updatedAt: time,
      })
      .where(and(which, inArray(comfyuiJobs.status, ['pending', 'processing'])))
      .run().changes
  }

  #require(id: number): Job {
    const job = this.get(id)
    if (job) return job
    throw new AppError('job.unknown', `There is no job ${id}.`, { data: { id } })
  }
}

function matching(db: BetterSQLite3Database, query: JobQuery): SQL | undefined {
  const { status, jobType, bookId, productionId, errorClass, workflowId, serverName } = query
  const equals = (column: SQLiteColumn, value: string | number | null | undefined) => {
    if (value === undefined) return undefined
    return value === null ? isNull(column) : eq(column, value)
  }
  const ofBook = db
    .select({ id: audiobookProduction.id })
    .from(audiobookProduction)
    .where(eq(audiobookProduction.bookId, bookId ?? ''))
  const drawn = db
    .select({ id: pictures.jobId })
    .from(pictures)
    .where(eq(pictures.bookId, bookId ?? ''))
  return and(
    bookId === undefined ? undefined : or(inArray(comfyuiJobs.productionId, ofBook), inArray(comfyuiJobs.id, drawn)),
    equals(comfyuiJobs.status, status),
    equals(comfyuiJobs.jobType, jobType),
    equals(comfyuiJobs.productionId, productionId),
    equals(comfyuiJobs.errorClass, errorClass),
    equals(comfyuiJobs.workflowId, workflowId),
    equals(comfyuiJobs.serverName, serverName),
  )
}

function assertPriority(priority: number): void {
  if (Number.isInteger(priority) && priority >= PRIORITY.min && priority <= PRIORITY.max) return
  throw new AppError(
    'job.badPriority',
    `The priority is ${priority}: it must be a whole number from ${PRIORITY.min} (first) to ${PRIORITY.max} (last).`,
    { data: { priority } },
  )
}

function now(): string {
  return new Date().toISOString()
}

function toWaitingLine({ workflowId, jobs, next }: Line): WaitingLine {
  return {
    workflowId,
    nextId: next?.id ?? 0,
    nextFailedOn: jobs[0]?.failedServer ?? null,
    nextInputs: next?.inputs ?? {},
    waiting: jobs.length,
  }
}

/** First come, first served. */
export function oldest(lines: readonly WaitingLine[]): WaitingLine | null {
  return lines.reduce<WaitingLine | null>((best, line) => (best && best.nextId < line.nextId ? best : line), null)
}
