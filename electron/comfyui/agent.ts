import { randomUUID } from 'node:crypto'
import type { Database } from '#electron/database/open-database.ts'
import type { LeasedJob } from '#electron/database/repositories/job-row.ts'
import type { Logger } from '#electron/log/logger.ts'
import { AppError, assertNever } from '#shared/models/app-error.ts'
import type { Job, JobErrorClass } from '#shared/models/job.ts'
import type { WorkflowFit } from '#shared/models/workflow-card.ts'
import { backoffMs, type BackoffRange } from './backoff.ts'
import type { CheckOutput } from './fetch-outputs.ts'
import { isRefusal } from './http.ts'
import type { JobPlaces } from './job-places.ts'
import { Pace, spokenCharacters } from './pace.ts'
import { isForOthers, mayTake } from './lease-policy.ts'
import { pause } from './pause.ts'
import { ServerWorker } from './server-worker.ts'
import type { ServerSpec, ServerState, WorkerLimits } from './server-worker.ts'
import type { Verdict } from './verdict.ts'
import type { WorkflowRegistry } from './workflow-registry.ts'

export type { ServerSpec, ServerState } from './server-worker.ts'

type Done = Extract<Verdict, { kind: 'done' }>
type Released = Extract<Verdict, { kind: 'release' }>

/** Times in ms; each has a default that suits real servers. */
export interface AgentLimits extends WorkerLimits {
  leaseMs: number
  /** With another server that can do its work, a job waits this long for one whose address refuses connections. */
  refusedAfterMs: number
  /** Between a failure and the next try. */
  retry: BackoffRange
}

export interface AgentOptions {
  database: Pick<Database, 'jobs' | 'renderPace' | 'studioState' | 'transaction'>
  servers: readonly ServerSpec[]
  workflows: WorkflowRegistry
  /** Where jobs may read and write. */
  places: JobPlaces
  checkOutput: CheckOutput
  /** For a prompt with up to 500 characters of text, before its pace is known; longer ones get more. */
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

const LIMITS: Omit<AgentLimits, 'pollMs'> = {
  lostAfterMs: 2000,
  goneAfterMs: 120_000,
  refusedAfterMs: 3000,
  cancelGraceMs: 30_000,
  maxUnfetched: 16,
  reconnect: { firstMs: 500, maxMs: 15_000 },
  leaseMs: 60_000,
  retry: { firstMs: 2000, maxMs: 300_000 },
  rest: { firstMs: 30_000, maxMs: 600_000 },
  healthMs: 5000,
  learnMs: 60_000,
  streakMs: 300_000,
}
/** A job that comes back this often without a result has a failed try behind it. */
const MAX_RELEASES = 10
/** A job that took so many servers down is not given to another. */
const MOST_SERVERS_CRASHED = 2
const MOST_CRASHES = 3
/** How far back measurements are taken from. */
const PACE_DAYS = 7
const DAY_MS = 86_400_000

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
  readonly #pace: Pace
  /** Verdicts that the database did not take: a full disk must not lose what is rendered. */
  #unsettled: (() => void)[] = []
  #workers: ServerWorker[] = []
  #isDraining = false

  constructor(options: AgentOptions) {
    this.#options = options
    this.#limits = {
      ...LIMITS,
      pollMs: options.pollIntervalMs,
      ...options.limits,
    }
    this.#pace = new Pace(options.database.renderPace.list(new Date(Date.now() - PACE_DAYS * DAY_MS)))
  }

  /** Adopts what a dead agent left, then works until `stop`. Only one agent of an environment may run. */
  start(): Promise<void> {
    this.#workers = this.#options.servers.map((server) => this.#newWorker(server))
    const { jobs } = this.#options.database
    for (const job of jobs.inFlight()) this.#adopt(job)
    this.#timers.push(
      setInterval(() => this.#tick(), this.#options.pollIntervalMs),
      setInterval(() => this.#renew(), this.#limits.leaseMs / 3),
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

  /** What each server can do with a workflow. */
  fits(workflowId: string): WorkflowFit[] {
    return this.#workers.map((worker) => worker.fit(workflowId))
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
      pace: this.#pace,
      limits: this.#limits,
      logger,
      lease: (limit) => this.#lease(worker, limit),
      onTaken: (job) => this.#emit({ kind: 'taken', job }),
      onStarted: (job) => this.#emitRow('started', job.id),
      onProgress: (job, value) => this.#emit({ kind: 'progress', job, value }),
      onVerdict: (job, verdict, renderMs) =>
        this.#settleSafely(() => this.#settle(job, verdict, worker.name, renderMs)),
      isGone: (workflowId, error, silentMs) => this.#isGone(worker, workflowId, error, silentMs),
      onChange: () => this.wake(),
    })
    return worker
  }

  #adopt(job: LeasedJob): void {
    const worker = this.#workers.find(({ name }) => name === job.serverName)
    if (worker && job.promptId !== null) worker.adopt(job)
    else this.#options.database.jobs.release(job.id)
  }

  #lease(worker: ServerWorker, limit: number): LeasedJob[] {
    try {
      return this.#leaseFor(worker, limit)
    } catch (error) {
      this.#tellDatabaseTrouble(error)
      return []
    }
  }

  #leaseFor(worker: ServerWorker, limit: number): LeasedJob[] {
    const { jobs, studioState } = this.#options.database
    if (this.#isDraining || studioState.isOn('queue.paused')) return []
    const others = this.#workers.filter((other) => other !== worker)
    const ids = this.#options.workflows.list().map(({ workflowId }) => workflowId)
    const taken = new Map<string, number>()
    return jobs.lease({
      workerId: this.#workerId,
      leaseMs: this.#limits.leaseMs,
      limit,
      exceptWorkflowIds: ids.filter((id) => isForOthers(id, worker, others)),
      elsewhere: {
        serverName: worker.name,
        workflowIds: ids.filter((id) => others.some((other) => other.canRun(id))),
      },
      choose: (lines) => {
        const open = lines.filter((line) => mayTake(line, taken.get(line.workflowId) ?? 0, worker, others))
        const line = worker.chooseLine(open)
        if (line) taken.set(line.workflowId, (taken.get(line.workflowId) ?? 0) + 1)
        return line
      },
    })
  }

  /** Waits for a server that is away, unless another can do its work: then only as long as it may come back. */
  #isGone(worker: ServerWorker, workflowId: string, error: unknown, silentMs: number): boolean {
    if (!this.#workers.some((other) => other !== worker && other.canRun(workflowId))) return false
    const { refusedAfterMs, goneAfterMs } = this.#limits
    return silentMs >= (isRefusal(error) ? refusedAfterMs : goneAfterMs)
  }

  #tick(): void {
    for (const worker of this.#workers) {
      for (const id of worker.jobIds()) {
        // Another process may have cancelled the job in its row: its prompt is stopped as well.
        if (this.#options.database.jobs.get(id)?.status !== 'processing') worker.cancel(id, 'The job was cancelled.')
      }
    }
    for (const settle of this.#unsettled.splice(0)) this.#settleSafely(settle)
    this.wake()
  }

  #settleSafely(settle: () => void): void {
    try {
      settle()
    } catch (error) {
      this.#tellDatabaseTrouble(error)
      this.#unsettled.push(settle)
    }
  }

  #renew(): void {
    try {
      this.#options.database.jobs.renew(this.#workerId, this.#limits.leaseMs)
    } catch (error) {
      this.#tellDatabaseTrouble(error)
    }
  }

  /** A database that cannot be written, on a full disk for instance, may be well again at the next tick. */
  #tellDatabaseTrouble(error: unknown): void {
    if (!(error instanceof AppError && error.code.startsWith('database.'))) throw error
    this.#options.logger.warn('The queue cannot be written', { reason: error.message })
  }

  #settle(job: LeasedJob, verdict: Verdict, serverName: string, renderMs: number | null): void {
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
          reason: firstLine(verdict.message),
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
    const { database } = this.#options
    const { workflowId } = job
    const characters = spokenCharacters(job)
    const isDone = database.transaction(() => {
      if (!database.jobs.complete(job.id, result)) return false
      if (renderMs === null) return true
      const audioMs = typeof result.metadata['durationMs'] === 'number' ? result.metadata['durationMs'] : 0
      database.renderPace.add({ serverName, workflowId, jobsDone: 1, triesFailed: 0, characters, renderMs, audioMs })
      return true
    })
    if (!isDone) return
    if (renderMs !== null) this.#pace.note(serverName, workflowId, { characters, renderMs })
    this.#emitRow('done', job.id)
  }

  #fail(job: LeasedJob, { errorClass, message }: { errorClass: JobErrorClass; message: string }): void {
    if (this.#options.database.jobs.fail(job.id, { errorClass, errorTrace: message })) this.#emitRow('failed', job.id)
  }

  #retry(job: LeasedJob, failure: { errorClass: JobErrorClass; message: string; serverName: string }): void {
    const { database, logger } = this.#options
    const { errorClass, message, serverName } = failure
    const waitMs = backoffMs(job.retriesAttempted, this.#limits.retry)
    const notBefore = new Date(Date.now() + waitMs)
    const result = database.jobs.retryLater(job.id, { errorClass, errorTrace: message, notBefore, serverName })
    database.renderPace.add({ ...NOTHING_RENDERED, serverName, workflowId: job.workflowId, triesFailed: 1 })
    logger.warn('A try failed', { jobId: job.id, errorClass, reason: firstLine(message), result })
    this.#emitRow(result, job.id)
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
    this.#emitRow('released', job.id)
  }

  /** Fails the job when it may be what takes servers down. */
  #isKiller(job: LeasedJob, serverName: string): boolean {
    const crashed = this.#options.database.jobs.noteCrash(job.id, serverName)
    const names = [...new Set(crashed)]
    if (names.length < MOST_SERVERS_CRASHED && crashed.length < MOST_CRASHES) return false
    const message = `Each server that ran this job went down with it: ${crashed.join(', ')}. It was set aside so that the queue can go on.`
    this.#settle(job, { kind: 'failed', errorClass: 'serverKiller', message }, serverName, null)
    return true
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

const NOTHING_RENDERED = { jobsDone: 0, characters: 0, renderMs: 0, audioMs: 0 }

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
