import type { Database } from '#electron/database/open-database.ts'
import type { LeasedJob } from '#electron/database/repositories/job-row.ts'
import type { Logger } from '#electron/log/logger.ts'
import { AppError, assertNever } from '#shared/models/app-error.ts'
import type { JobErrorClass } from '#shared/models/job.ts'
import { backoffMs, type BackoffRange } from '../client/backoff.ts'
import { spokenCharacters, type Pace } from './pace.ts'
import { headlineOf, type Verdict } from './verdict.ts'

type Done = Extract<Verdict, { kind: 'done' }>
type Released = Extract<Verdict, { kind: 'release' }>

interface LedgerOptions {
  database: Pick<Database, 'jobs' | 'renderPace' | 'transaction'>
  pace: Pace
  /** Between a failure and the next try. */
  retry: BackoffRange
  logger: Logger
  /** Hears what became of a job once its row says so. */
  tell: (kind: 'done' | 'failed' | 'retrying' | 'released', jobId: number) => void
}

/** A job that comes back this often without a result has a failed try behind it. */
const MAX_RELEASES = 10
/** A job that took so many servers down is not given to another. */
const MOST_SERVERS_CRASHED = 2
const MOST_CRASHES = 3
const NOTHING_RENDERED = { jobsDone: 0, characters: 0, renderMs: 0, audioMs: 0 }

/** Writes what became of jobs into their rows; what a full disk does not take is kept and written later. */
export class JobLedger {
  readonly #options: LedgerOptions
  readonly #releases = new Map<number, number>()
  #unwritten: (() => void)[] = []

  constructor(options: LedgerOptions) {
    this.#options = options
  }

  /** Settles a job; `renderMs` is how long its server worked on it. */
  settle(job: LeasedJob, verdict: Verdict, serverName: string, renderMs: number | null): void {
    this.#writeSafely(() => this.#write(job, verdict, serverName, renderMs))
  }

  /** Writes what could not be written before. */
  catchUp(): void {
    for (const write of this.#unwritten.splice(0)) this.#writeSafely(write)
  }

  /** What `work` gives; `otherwise` while the database cannot be written, as on a full disk. Any other error is thrown on. */
  attempt<T>(work: () => T, otherwise: T): T {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof AppError && error.code.startsWith('database.'))) throw error
      this.#options.logger.warn('The queue cannot be written', { reason: error.message })
      return otherwise
    }
  }

  #writeSafely(write: () => void): void {
    const isWritten = this.attempt(() => {
      write()
      return true
    }, false)
    if (!isWritten) this.#unwritten.push(write)
  }

  #write(job: LeasedJob, verdict: Verdict, serverName: string, renderMs: number | null): void {
    const { logger } = this.#options
    if (verdict.kind !== 'release') this.#releases.delete(job.id)
    switch (verdict.kind) {
      case 'done':
        this.#complete(job, verdict, serverName, renderMs)
        return
      case 'failed':
        logger.warn('A job failed', {
          jobId: job.id,
          errorClass: verdict.errorClass,
          reason: headlineOf(verdict.message),
        })
        this.#fail(job, verdict)
        return
      case 'retry':
        this.#retry(job, { ...verdict, serverName })
        return
      case 'release':
        this.#release(job, verdict, serverName)
        return
      case 'left':
        return
      default:
        assertNever(verdict)
    }
  }

  #complete(job: LeasedJob, result: Done, serverName: string, renderMs: number | null): void {
    const { database, pace } = this.#options
    const { workflowId } = job
    const characters = spokenCharacters(job)
    const isMeasured = renderMs !== null && !pace.isCached(serverName, workflowId, renderMs)
    const isDone = database.transaction(() => {
      if (!database.jobs.complete(job.id, result)) return false
      if (!isMeasured) return true
      const audioMs = typeof result.metadata['durationMs'] === 'number' ? result.metadata['durationMs'] : 0
      database.renderPace.add({ serverName, workflowId, jobsDone: 1, triesFailed: 0, characters, renderMs, audioMs })
      return true
    })
    if (!isDone) return
    if (isMeasured) pace.note(serverName, workflowId, { characters, renderMs })
    this.#options.tell('done', job.id)
  }

  #fail(job: LeasedJob, { errorClass, message }: { errorClass: JobErrorClass; message: string }): void {
    if (this.#options.database.jobs.fail(job.id, { errorClass, errorTrace: message }))
      this.#options.tell('failed', job.id)
  }

  #retry(job: LeasedJob, failure: { errorClass: JobErrorClass; message: string; serverName: string }): void {
    const { database, logger } = this.#options
    const { errorClass, message, serverName } = failure
    const waitMs = backoffMs(job.retriesAttempted, this.#options.retry)
    const notBefore = new Date(Date.now() + waitMs)
    const result = database.jobs.retryLater(job.id, { errorClass, errorTrace: message, notBefore, serverName })
    database.renderPace.add({ ...NOTHING_RENDERED, serverName, workflowId: job.workflowId, triesFailed: 1 })
    logger.warn('A try failed', { jobId: job.id, errorClass, reason: headlineOf(message), result })
    this.#options.tell(result, job.id)
  }

  #release(job: LeasedJob, { reason, hasCrashed = false }: Released, serverName: string): void {
    const { database, logger } = this.#options
    if (hasCrashed && this.#isKiller(job, serverName)) return
    const releases = (this.#releases.get(job.id) ?? 0) + 1
    if (releases > MAX_RELEASES) {
      this.#releases.delete(job.id)
      this.#retry(job, { errorClass: 'serverGone', message: reason, serverName })
      return
    }
    this.#releases.set(job.id, releases)
    logger.info('A job went back into the queue', { jobId: job.id, reason })
    database.jobs.release(job.id)
    this.#options.tell('released', job.id)
  }

  /** Fails the job when it may be what takes servers down. */
  #isKiller(job: LeasedJob, serverName: string): boolean {
    const crashed = this.#options.database.jobs.noteCrash(job.id, serverName)
    const names = [...new Set(crashed)]
    if (names.length < MOST_SERVERS_CRASHED && crashed.length < MOST_CRASHES) return false
    const message = `Each server that ran this job went down with it: ${crashed.join(', ')}. It was set aside so that the queue can go on.`
    this.#write(job, { kind: 'failed', errorClass: 'serverKiller', message }, serverName, null)
    return true
  }
}
