import { randomUUID } from 'node:crypto'
import type { JobRepository } from '#electron/database/repositories/job.ts'
import type { LeasedJob } from '#electron/database/repositories/job-row.ts'
import type { Logger } from '#electron/log/logger.ts'
import { assertNever } from '#shared/models/app-error.ts'
import type { Job, JobErrorClass } from '#shared/models/job.ts'
import { backoffMs } from './backoff.ts'
import type { BackoffRange } from './backoff.ts'
import type { CheckOutput } from './fetch-outputs.ts'
import type { JobPlaces } from './job-places.ts'
import { pause } from './pause.ts'
import { ServerWorker } from './server-worker.ts'
import type { ServerSpec, ServerState, WorkerLimits } from './server-worker.ts'
import type { Verdict } from './verdict.ts'
import type { WorkflowRegistry } from './workflow-registry.ts'

export type { ServerSpec, ServerState } from './server-worker.ts'

/** Times in ms; each has a default that suits real servers. */
export interface AgentLimits extends WorkerLimits {
  leaseMs: number
  /** Between a failure and the next try. */
  retry: BackoffRange
}

export interface AgentOptions {
  database: { jobs: JobRepository }
  servers: readonly ServerSpec[]
  workflows: WorkflowRegistry
  /** Where jobs may read and write. */
  places: JobPlaces
  checkOutput: CheckOutput
  /** For a prompt with up to 500 characters of text; longer ones get more. */
  timeoutSeconds: number
  /** Between two looks at the queue, and at a server whose socket is silent. */
  pollIntervalMs: number
  limits?: Partial<AgentLimits>
  logger: Logger
}

/**
 * What happened to a job; `job` is as its row is now, `value` (0–1) comes with progress.
 *
 * A taken job is on its way to a server, where it waits until it is started; a released one is back in the queue.
 */
export interface JobEvent {
  kind: 'taken' | 'started' | 'progress' | 'done' | 'failed' | 'retrying' | 'released'
  job: Job
  value?: number
}

const LIMITS: Omit<AgentLimits, 'pollMs' | 'goneAfterMs'> = {
  lostAfterMs: 2000,
  cancelGraceMs: 30_000,
  maxUnfetched: 16,
  reconnect: { firstMs: 500, maxMs: 15_000 },
  leaseMs: 60_000,
  retry: { firstMs: 2000, maxMs: 300_000 },
}
/** With others that may do its work, a job waits this long for the server that has its prompt. */
const GONE_AFTER_MS = 120_000
/** A job that comes back this often without a result has a failed try behind it. */
const MAX_RELEASES = 10

/**
 * Brings the queue's jobs to the servers and their outputs home.
 *
 * A job's row says at any moment enough to go on after a crash: nothing is lost and nothing is rendered twice.
 */
export class Agent {
  readonly #options: AgentOptions
  readonly #limits: AgentLimits
  readonly #workerId = `agent-${randomUUID()}`
  readonly #listeners = new Set<(event: JobEvent) => void>()
  readonly #releases = new Map<number, number>()
  readonly #timers: NodeJS.Timeout[] = []
  #workers: ServerWorker[] = []
  #isDraining = false

  constructor(options: AgentOptions) {
    this.#options = options
    this.#limits = {
      ...LIMITS,
      pollMs: options.pollIntervalMs,
      goneAfterMs: options.servers.filter(isOpenToAll).length > 1 ? GONE_AFTER_MS : Infinity,
      ...options.limits,
    }
  }

  /** Adopts what a dead agent left, then works until `stop`. Only one agent of an environment may run. */
  start(): Promise<void> {
    this.#workers = this.#options.servers.map((server) => this.#newWorker(server))
    const { jobs } = this.#options.database
    for (const job of jobs.inFlight()) this.#adopt(job)
    this.#timers.push(
      setInterval(() => this.#tick(), this.#options.pollIntervalMs),
      setInterval(() => jobs.renew(this.#workerId, this.#limits.leaseMs), this.#limits.leaseMs / 3),
    )
    return Promise.resolve()
  }

  /** Takes no new jobs, and waits at most so long for those that are nearly done; `stop` is to follow. */
  async drain(deadlineMs: number): Promise<void> {
    this.#isDraining = true
    const deadline = new AbortController()
    const ended = Promise.all(this.#workers.map((worker) => worker.nearlyDoneEnded()))
    await Promise.race([ended, pause(deadlineMs, deadline.signal).catch(() => undefined)])
    deadline.abort()
  }

  /** Lets go of all jobs: what is posted goes on and is adopted at the next start. */
  async stop(): Promise<void> {
    for (const timer of this.#timers.splice(0)) clearInterval(timer)
    await Promise.all(this.#workers.map((worker) => worker.stop()))
    this.#workers = []
  }

  /** There may be new jobs. */
  wake(): void {
    for (const worker of this.#workers) worker.fill()
  }

  /** Stops a waiting or running job for good; a result that is already made is kept. */
  cancelJob(id: number, reason: string): void {
    if (this.#workers.some((worker) => worker.cancel(id, reason))) return
    this.#options.database.jobs.cancel(id, reason)
    this.#emitRow('failed', id)
  }

  /** Returns what ends the subscription. */
  onJob(listener: (event: JobEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  servers(): ServerState[] {
    return this.#workers.map((worker) => worker.state())
  }

  /** A node class of a workflow as the first connected server that has it describes it, else null. */
  describeClass(classType: string): unknown {
    for (const worker of this.#workers) {
      const description = worker.describeClass(classType)
      if (description !== null) return description
    }
    return null
  }

  /** True when every server has said that it lacks something the workflow needs; one that is away may have it. */
  isLackedByAll(workflowId: string): boolean {
    return this.#workers.length > 0 && this.#workers.every((worker) => worker.isKnownToLack(workflowId))
  }

  #newWorker(server: ServerSpec): ServerWorker {
    const { database, workflows, places, checkOutput, timeoutSeconds, logger } = this.#options
    const worker: ServerWorker = new ServerWorker({
      server,
      jobs: database.jobs,
      workflows,
      places,
      checkOutput,
      timeoutSeconds,
      limits: this.#limits,
      logger,
      lease: (limit) => this.#lease(worker, limit),
      onTaken: (job) => this.#emit({ kind: 'taken', job }),
      onStarted: (job) => this.#emitRow('started', job.id),
      onProgress: (job, value) => this.#emit({ kind: 'progress', job, value }),
      onVerdict: (job, verdict) => this.#settle(job, verdict),
      onChange: () => this.wake(),
    })
    return worker
  }

  #adopt(job: LeasedJob): void {
    const worker = this.#workers.find(({ name }) => name === job.serverName)
    if (worker && job.promptId !== null) worker.adopt(job)
    else this.#options.database.jobs.release(job.id)
  }

  /** Leaves to the other servers what only they can run. */
  #lease(worker: ServerWorker, limit: number): LeasedJob[] {
    if (this.#isDraining) return []
    const { database, workflows } = this.#options
    const others = this.#workers.filter((other) => other !== worker)
    const ids = workflows.list().map(({ workflowId }) => workflowId)
    // What nobody has is taken all the same, so that it fails with a reason instead of waiting for ever.
    const exceptWorkflowIds = ids.filter(
      (id) => worker.shouldLeave(id) && !others.every((other) => other.isKnownToLack(id)),
    )
    return database.jobs.lease({ workerId: this.#workerId, leaseMs: this.#limits.leaseMs, limit, exceptWorkflowIds })
  }

  #tick(): void {
    for (const worker of this.#workers) {
      for (const id of worker.jobIds()) {
        // Another process may have cancelled the job in its row: its prompt is stopped as well.
        if (this.#options.database.jobs.get(id)?.status !== 'processing') worker.cancel(id, 'The job was cancelled.')
      }
    }
    this.wake()
  }

  #settle(job: LeasedJob, verdict: Verdict): void {
    const { logger } = this.#options
    if (verdict.kind !== 'release') this.#releases.delete(job.id)
    switch (verdict.kind) {
      case 'done':
        if (this.#options.database.jobs.complete(job.id, verdict)) this.#emitRow('done', job.id)
        return
      case 'failed':
        logger.warn('A job failed', { jobId: job.id, errorClass: verdict.errorClass, reason: verdict.message })
        this.#fail(job, verdict)
        return
      case 'retry':
        this.#retry(job, verdict)
        return
      case 'release':
        this.#release(job, verdict.reason)
        return
      case 'left':
        return
      default:
        assertNever(verdict)
    }
  }

  #fail(job: LeasedJob, { errorClass, message }: { errorClass: JobErrorClass; message: string }): void {
    if (this.#options.database.jobs.fail(job.id, { errorClass, errorTrace: message })) this.#emitRow('failed', job.id)
  }

  #retry(job: LeasedJob, { errorClass, message }: { errorClass: JobErrorClass; message: string }): void {
    const waitMs = backoffMs(job.retriesAttempted, this.#limits.retry)
    const notBefore = new Date(Date.now() + waitMs)
    const result = this.#options.database.jobs.retryLater(job.id, { errorClass, errorTrace: message, notBefore })
    this.#options.logger.warn('A try failed', { jobId: job.id, errorClass, reason: message, result })
    this.#emitRow(result, job.id)
  }

  #release(job: LeasedJob, reason: string): void {
    const releases = (this.#releases.get(job.id) ?? 0) + 1
    if (releases > MAX_RELEASES) {
      this.#releases.delete(job.id)
      this.#retry(job, { errorClass: 'serverGone', message: reason })
      return
    }
    this.#releases.set(job.id, releases)
    this.#options.logger.info('A job went back into the queue', { jobId: job.id, reason })
    this.#options.database.jobs.release(job.id)
    this.#emitRow('released', job.id)
  }

  #emitRow(kind: JobEvent['kind'], id: number): void {
    const job = this.#options.database.jobs.get(id)
    if (job) this.#emit({ kind, job })
  }

  #emit(event: JobEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch (error) {
        this.#options.logger.error('A listener to job events failed', { jobId: event.job.id, error })
      }
    }
  }
}

function isOpenToAll({ reservedFor }: ServerSpec): boolean {
  return reservedFor === undefined
}
