import { randomUUID } from 'node:crypto'
import type { Database } from '#electron/database/open-database.ts'
import type { LeasedJob } from '#electron/database/repositories/job-row.ts'
import type { Logger } from '#electron/log/logger.ts'
import type { Job } from '#shared/models/job.ts'
import type { WorkflowFit } from '#shared/models/workflow-card.ts'
import type { BackoffRange } from '../client/backoff.ts'
import type { BatchPlan } from './batch-plan.ts'
import type { CheckOutput } from './fetch-outputs.ts'
import { isRefusal } from '../client/http.ts'
import { JobLedger } from './job-ledger.ts'
import type { JobPlaces } from './job-places.ts'
import { Pace } from './pace.ts'
import { isForOthers, isJobForOthers, mayTake } from './lease-policy.ts'
import { pause } from '../client/pause.ts'
import { ServerWorker } from './server-worker.ts'
import type { WorkerLimits } from './server-worker.ts'
import type { ServerSpec, ServerState } from './server-state.ts'
import type { WorkflowRegistry } from '../workflows/workflow-registry.ts'

export type { ServerSpec, ServerState } from './server-state.ts'

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
  maxBatch: 1,
  // A server that is back and unused costs more than a question every two seconds.
  reconnect: { firstMs: 500, maxMs: 2000 },
  leaseMs: 60_000,
  retry: { firstMs: 2000, maxMs: 300_000 },
  rest: { firstMs: 30_000, maxMs: 600_000 },
  healthMs: 5000,
  learnMs: 60_000,
  streakMs: 300_000,
}
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
  readonly #timers: NodeJS.Timeout[] = []
  readonly #pace: Pace
  readonly #ledger: JobLedger
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
    this.#ledger = new JobLedger({
      database: options.database,
      pace: this.#pace,
      retry: this.#limits.retry,
      logger: options.logger,
      tell: (kind, jobId) => this.#emitRow(kind, jobId),
    })
  }

  /** Adopts what a dead agent left, then works until `stop`. Only one agent of an environment may run. */
  start(): Promise<void> {
    this.#workers = this.#options.servers.map((server) => this.#newWorker(server))
    const { jobs } = this.#options.database
    for (const prompt of byPrompt(jobs.inFlight())) this.#adopt(prompt)
    this.#timers.push(
      setInterval(() => this.#tick(), this.#options.pollIntervalMs),
      setInterval(() => {
        this.#ledger.attempt(() => jobs.renew(this.#workerId, this.#limits.leaseMs), undefined)
      }, this.#limits.leaseMs / 3),
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

  /** The workflows are others than before: settles when the connected servers have said what they can do with them. */
  async learn(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.learn()))
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
      jobs: {
        recordPrompt: (id, prompt) => database.jobs.recordPrompt(id, prompt),
        // The prompt is on its way home already: a full disk must not have it rendered again.
        markPosted: (id) => this.#ledger.attempt(() => database.jobs.markPosted(id), undefined),
      },
      workflows,
      places,
      checkOutput,
      timeoutSeconds,
      pace: this.#pace,
      limits: this.#limits,
      logger,
      lease: (plan) => this.#lease(worker, plan),
      onTaken: (job) => this.#emit({ kind: 'taken', job }),
      onStarted: (job) => this.#emitRow('started', job.id),
      onProgress: (job, value) => this.#emit({ kind: 'progress', job, value }),
      onVerdict: (job, verdict, renderMs) => this.#ledger.settle(job, verdict, worker.name, renderMs),
      isForOthers: (job) => isJobForOthers(job, worker, this.#othersThan(worker)),
      isGone: (workflowId, error, silentMs) => this.#isGone(worker, workflowId, error, silentMs),
      onChange: () => this.wake(),
    })
    return worker
  }

  #adopt(jobs: readonly LeasedJob[]): void {
    const [first] = jobs
    const worker = this.#workers.find(({ name }) => name === first?.serverName)
    if (worker && first !== undefined && first.promptId !== null) worker.adopt(jobs)
    else for (const { id } of jobs) this.#options.database.jobs.release(id)
  }

  #lease(worker: ServerWorker, plan: BatchPlan): LeasedJob[][] {
    return plan.divide(this.#ledger.attempt(() => this.#leaseFor(worker, plan), []))
  }

  #leaseFor(worker: ServerWorker, plan: BatchPlan): LeasedJob[] {
    const { jobs, studioState } = this.#options.database
    if (this.#isDraining || studioState.isOn('queue.paused')) return []
    const others = this.#othersThan(worker)
    const ids = this.#options.workflows.list().map(({ workflowId }) => workflowId)
    return jobs.lease({
      workerId: this.#workerId,
      leaseMs: this.#limits.leaseMs,
      limit: Infinity,
      exceptWorkflowIds: ids.filter((id) => isForOthers(id, worker, others)),
      elsewhere: {
        serverName: worker.name,
        workflowIds: ids.filter((id) => others.some((other) => other.canRun(id))),
      },
      accepts: (job) => !isJobForOthers(job, worker, others),
      choose: (lines) => {
        const open = lines.filter(
          (line) => plan.hasRoomFor(line) && mayTake(line, plan.taken(line.workflowId), worker, others),
        )
        const line = worker.chooseLine(open)
        if (line) plan.add(line)
        return line
      },
    })
  }

  #othersThan(worker: ServerWorker): ServerWorker[] {
    return this.#workers.filter((other) => other !== worker)
  }

  /** Waits for a server that is away, unless another can do its work: then only as long as it may come back. */
  #isGone(worker: ServerWorker, workflowId: string, error: unknown, silentMs: number): boolean {
    if (!this.#othersThan(worker).some((other) => other.canRun(workflowId))) return false
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
    this.#ledger.catchUp()
    this.wake()
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

/** Jobs that were posted in one graph are together. */
function byPrompt(jobs: readonly LeasedJob[]): LeasedJob[][] {
  const prompts = new Map<string | number, LeasedJob[]>()
  for (const job of jobs) {
    const key = job.promptId ?? job.id
    prompts.set(key, [...(prompts.get(key) ?? []), job])
  }
  return [...prompts.values()]
}
