import type { JobRepository, WaitingLine } from '#electron/database/repositories/job.ts'
import type { LeasedJob } from '#electron/database/repositories/job-row.ts'
import type { Logger } from '#electron/log/logger.ts'
import type { Job } from '#shared/models/job.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { BackoffRange } from '../client/backoff.ts'
import { Batch } from './batch.ts'
import { BatchPlan } from './batch-plan.ts'
import type { Workflow } from '../workflows/bind-workflow.ts'
import type { MissingPart, WorkflowFit } from '#shared/models/workflow-card.ts'
import { ComfyClient } from '../client/client.ts'
import type { ClientOptions } from '../client/client.ts'
import type { CheckOutput } from './fetch-outputs.ts'
import type { Lanes } from './fair-share.ts'
import { FileInputs } from './file-inputs.ts'
import type { JobPlaces } from './job-places.ts'
import { JobRun } from './job-run.ts'
import { spokenCharacters, type Pace } from './pace.ts'
import { missingLabels } from '../workflows/missing-labels.ts'
import { ServerAbilities } from '../workflows/server-abilities.ts'
import { ServerConnection, type ConnectionTimes } from './server-connection.ts'
import { ServerRecord } from './server-record.ts'
import type { ServerSpec, ServerState } from './server-state.ts'
import { Streak } from './streak.ts'
import type { TrackerTimes } from '../client/tracker.ts'
import { deadlineMs, type Verdict } from './verdict.ts'
import type { WorkflowRegistry } from '../workflows/workflow-registry.ts'

export interface WorkerLimits extends TrackerTimes, ConnectionTimes, Pick<ClientOptions, 'answerMs' | 'pingMs'> {
  cancelGraceMs: number
  /** Results that may be on their way before the next job is taken. */
  maxUnfetched: number
  /** Jobs that may be rendered in one graph, where their workflow allows it and it has proved to gain something. */
  maxBatch: number
  /** How long a workflow that keeps failing on a server is left to others. */
  rest: BackoffRange
  /** How long a server keeps to one workflow while another waits. */
  streakMs: number
}

/** What a server's worker needs of the agent. */
export interface WorkerOptions {
  server: ServerSpec
  jobs: Pick<JobRepository, 'recordPrompt' | 'markPosted'>
  workflows: WorkflowRegistry
  places: JobPlaces
  checkOutput: CheckOutput
  timeoutSeconds: number
  pace: Pace
  limits: WorkerLimits
  logger: Logger
  /** Takes jobs from the queue as the plan has room for, each group for one prompt. */
  lease: (plan: BatchPlan) => LeasedJob[][]
  onTaken: (job: LeasedJob) => void
  onStarted: (job: LeasedJob) => void
  onProgress: (job: LeasedJob, value: number) => void
  /** `renderMs` is how long the server had the prompt in hand; null when it never began. */
  onVerdict: (job: LeasedJob, verdict: Verdict, renderMs: number | null) => void
  /** Whether the server lacks something for the job that another may have. */
  isForOthers: (job: LeasedJob) => boolean
  /** Whether the job is better given to another server, this one having failed like this for so long. */
  isGone: (workflowId: string, error: unknown, silentMs: number) => boolean
  /** The server became ready, or went away. */
  onChange: () => void
}

const HALF = 0.5

interface Active {
  run: JobRun
  phase: 'adopted' | 'posted' | 'fetching'
  job: LeasedJob
  batch: Batch
  /** How far the server is with it, 0–1; null before it has begun. */
  progress: number | null
  startedAtMs: number | null
  renderMs: number | null
  ended: Promise<void>
}

/** Keeps one server busy: one prompt more than it runs lies waiting there, while earlier results are fetched. */
export class ServerWorker {
  readonly #options: WorkerOptions
  readonly #client: ComfyClient
  readonly #files: FileInputs
  readonly #abilities: ServerAbilities
  readonly #active = new Map<number, Active>()
  readonly #record: ServerRecord
  readonly #streak: Streak
  /** Prompts of jobs that were given to others while the server was away. */
  readonly #abandoned = new Set<string>()
  readonly #connection: ServerConnection
  #isStopped = false

  constructor(options: WorkerOptions) {
    this.#options = options
    this.#client = new ComfyClient({ server: options.server, ...options.limits })
    this.#files = new FileInputs(this.#client, options.places)
    this.#abilities = new ServerAbilities(this.#client, options.server.name)
    this.#record = new ServerRecord(options.limits, options.server.isOurs === true)
    this.#streak = new Streak(options.limits.streakMs)
    this.#connection = new ServerConnection({
      serverName: this.name,
      client: this.#client,
      abilities: this.#abilities,
      workflows: options.workflows,
      times: options.limits,
      logger: options.logger,
      onReady: () => this.#begin(),
      onChange: options.onChange,
    })
  }

  get name(): string {
    return this.#options.server.name
  }

  state(): ServerState {
    const { name, url } = this.#options.server
    const posted = this.#count('posted') + this.#count('adopted')
    const facts = this.#connection.state()
    const runningJobIds = [...this.#active].flatMap(([id, { phase, progress }]) =>
      phase !== 'fetching' && progress !== null ? [id] : [],
    )
    const { labels = [] } = this.#options.server
    const { setAside } = this.#record
    return { name, url, ...facts, posted, fetching: this.#count('fetching'), labels, setAside, runningJobIds }
  }

  /** Ready, with all that the workflow needs, and not spared it. */
  canRun(workflowId: string): boolean {
    return this.#connection.isReady() && !this.shouldLeave(workflowId) && this.#record.room(workflowId) > 0
  }

  /** As `isKnownToLack`, with what this very job asks for, such as a voice. */
  lacksFor({ workflowId, inputs }: Pick<Job, 'workflowId' | 'inputs'>): boolean {
    const { workflows } = this.#options
    if (!workflows.isUsable(workflowId)) return false
    return this.isKnownToLack(workflowId) || !this.#abilities.fits(workflows.get(workflowId), inputs)
  }

  /** How many more jobs of the workflow the server may have, as far as its failures go. */
  trialRoom(workflowId: string): number {
    return (
      this.#record.room(workflowId) -
      [...this.#active.values()].filter(({ job }) => job.workflowId === workflowId).length
    )
  }

  /** The server as the sharing of work sees it; `jobMs` null before anything was measured. */
  lanes(workflowId: string): Omit<Lanes, 'jobMs'> & { weight: number; jobMs: number | null } {
    const { slots, weight = 1 } = this.#options.server
    const jobMs = this.#options.pace.jobMs(this.name, workflowId)
    return { slots, weight, posted: this.#postedPrompts(), runningMs: this.#runningMs(), jobMs }
  }

  /** The line to serve next: one workflow at a time, as long as that is fair. */
  chooseLine(lines: readonly WaitingLine[]): WaitingLine | null {
    return this.#streak.choose(lines)
  }

  /** False also while the server has not been asked yet. */
  isKnownToLack(workflowId: string): boolean {
    return this.#abilities.isKnownToLack(workflowId) || this.#missingLabels(workflowId).length > 0
  }

  /** Asks about workflows that are new or others; never rejects. */
  learn(): Promise<void> {
    return this.#connection.learn()
  }

  /** What the server can do with a workflow. */
  fit(workflowId: string): WorkflowFit {
    const serverName = this.name
    const missing = [...this.#abilities.missingFor(workflowId), ...this.#missingLabels(workflowId)]
    const isKnown = this.#connection.isReady() && this.#abilities.isLearnt(workflowId)
    return { serverName, status: !isKnown ? 'unknown' : missing.length > 0 ? 'lacking' : 'able', missing }
  }

  /** What the server says of a node class of a workflow; null when it lacks it or is away. */
  describeClass(classType: string): unknown {
    return this.#connection.isReady() ? this.#abilities.describe(classType) : null
  }

  /** True when the workflow is for another server, should one be able to run it. */
  shouldLeave(workflowId: string): boolean {
    return this.isKnownToLack(workflowId) || this.#isReservedForOthers(workflowId)
  }

  /** The ids of the jobs in hand. */
  jobIds(): number[] {
    return [...this.#active.keys()]
  }

  /** Takes as many jobs as the server has room for. */
  fill(): void {
    if (!this.#connection.isReady() || this.#isStopped) return
    if (this.#count('fetching') >= this.#options.limits.maxUnfetched) return
    // Adopted prompts may be long gone, so they do not keep the server from being fed.
    const room = this.#options.server.slots + 1 - this.#postedPrompts()
    if (room <= 0) return
    for (const jobs of this.#options.lease(new BatchPlan(room, (line) => this.#batchSizeFor(line)))) {
      this.#start(jobs, 'posted')
    }
  }

  /** Goes on with a prompt that an earlier agent posted, or was about to, for these jobs. */
  adopt(jobs: readonly LeasedJob[]): void {
    this.#start(jobs, 'adopted')
  }

  /** False when the job is not in hand. */
  cancel(jobId: number, reason: string): boolean {
    const active = this.#active.get(jobId)
    active?.run.cancel(reason)
    return active !== undefined
  }

  /** Resolves once what is nearly done has come to an end: what is being fetched, and what is more than half rendered. */
  async nearlyDoneEnded(): Promise<void> {
    // A server that outlives us keeps the rest, ours does not.
    const most = this.#options.server.isOurs === true ? 0 : HALF
    const active = [...this.#active.values()].filter(
      ({ phase, progress }) => phase === 'fetching' || (progress !== null && progress >= most),
    )
    await Promise.all(active.map(({ ended }) => ended))
  }

  /** Lets go of everything; posted prompts go on. */
  async stop(): Promise<void> {
    this.#isStopped = true
    for (const { run } of this.#active.values()) run.leave()
    this.#client.close()
    await Promise.all([...this.#active.values()].map(({ ended }) => ended))
    await this.#connection.stop()
  }

  /** The server may be another one, or have lost its memory. */
  #begin(): void {
    this.#record.begin()
    this.#files.forget()
    this.fill()
    void this.#dropAbandoned()
  }

  #isReservedForOthers(workflowId: string): boolean {
    const { server, workflows } = this.#options
    if (server.reservedFor === undefined || !workflows.isUsable(workflowId)) return false
    const nodes = Object.values(workflows.get(workflowId).graph)
    return !nodes.some((node) => server.reservedFor?.includes(node.class_type))
  }

  #count(phase: Active['phase']): number {
    let count = 0
    for (const active of this.#active.values()) if (active.phase === phase) count++
    return count
  }

  #postedPrompts(): number {
    const posted = [...this.#active.values()].filter(({ phase }) => phase === 'posted')
    return new Set(posted.map(({ batch }) => batch)).size
  }

  #runningMs(): number {
    const times = [...this.#active.values()].map(({ phase, batch, startedAtMs }) =>
      phase === 'posted' && startedAtMs !== null ? (performance.now() - startedAtMs) / batch.size : 0,
    )
    return Math.max(0, ...times)
  }

  #batchSizeFor(line: WaitingLine): number {
    const { workflows } = this.#options
    const canBatch = workflows.isUsable(line.workflowId) && workflows.get(line.workflowId).canBatch
    return canBatch ? this.#record.batchSize(line) : 1
  }

  #start(jobs: readonly LeasedJob[], phase: 'adopted' | 'posted'): void {
    const ids = jobs.map(({ id }) => id)
    const batch = new Batch(this.#client, ids, phase === 'adopted' ? (jobs[0]?.promptId ?? null) : null)
    for (const job of jobs) this.#startJob(job, batch, phase)
  }

  #startJob(job: LeasedJob, batch: Batch, phase: 'adopted' | 'posted'): void {
    const { jobs, workflows, places, checkOutput, limits, onTaken, onStarted, onProgress, isGone } = this.#options
    const run = new JobRun(job, {
      serverName: this.name,
      client: this.#client,
      batch,
      files: this.#files,
      jobs,
      workflows,
      places,
      checkOutput,
      deadlineMs: () => this.#deadlineMs(job) * batch.size,
      cancelGraceMs: limits.cancelGraceMs,
      isGone: (error, silentMs) => isGone(job.workflowId, error, silentMs),
      assertAble: (workflow, inputs) => this.#assertAble(workflow, inputs),
      isForOthers: () => this.#isForOthers(job),
      onStarted: () => {
        active.progress = 0
        active.startedAtMs = performance.now()
        onStarted(job)
      },
      onProgress: (value) => {
        active.progress = value
        onProgress(job, value)
      },
      onRendered: (renderMs) => {
        active.renderMs = renderMs ?? active.renderMs
        if (active.phase === 'fetching') return
        active.phase = 'fetching'
        if (active.startedAtMs !== null) active.renderMs ??= performance.now() - active.startedAtMs
        this.fill()
      },
      onTrouble: (error) => this.#connection.doubt(error),
    })
    const active: Active = {
      run,
      phase,
      job,
      batch,
      progress: null,
      startedAtMs: null,
      renderMs: null,
      ended: Promise.resolve(),
    }
    this.#active.set(job.id, active)
    onTaken(job)
    active.ended = run.run().then(
      (verdict) => this.#end(active, verdict),
      (error: unknown) => {
        this.#options.logger.error('A job ended in a bug', { jobId: job.id, error })
        this.#end(active, { kind: 'failed', errorClass: 'serverError', message: `Unexpected: ${messageOf(error)}` })
      },
    )
  }

  #end(active: Active, verdict: Verdict): void {
    const { job, run, batch, renderMs } = active
    this.#active.delete(job.id)
    if (this.#record.note(job, batch, verdict, renderMs)) this.#tellSetAside(job.workflowId)
    if (verdict.kind === 'release' && !this.#connection.isReady() && run.abandonedPromptId !== null) {
      this.#abandoned.add(run.abandonedPromptId)
    }
    if (verdict.kind === 'retry' && verdict.errorClass === 'outOfMemory') {
      this.#client.free({ unloadModels: true }).catch((error: unknown) => this.#connection.doubt(error))
    }
    this.#options.onVerdict(job, verdict, renderMs === null ? null : renderMs / batch.size)
    this.fill()
  }

  #tellSetAside(workflowId: string): void {
    this.#options.logger.warn('A workflow is set aside on a server after failures in a row', {
      server: this.name,
      workflowId,
    })
    this.#options.onChange()
  }

  /** A server that has just come may have to load its models first. */
  #deadlineMs(job: LeasedJob): number {
    const { pace, timeoutSeconds } = this.#options
    const expectedMs = this.#record.isWarm ? pace.expectedMs(this.name, job.workflowId, spokenCharacters(job)) : null
    return deadlineMs(job, timeoutSeconds, expectedMs)
  }

  #missingLabels(workflowId: string): MissingPart[] {
    const { server, workflows } = this.#options
    return workflows.isUsable(workflowId) ? missingLabels(workflows.get(workflowId), server.labels) : []
  }

  /** A workflow comes here although the server lacks something only when all others do as well. */
  async #assertAble(workflow: Workflow, inputs: Job['inputs']): Promise<void> {
    const [label] = this.#missingLabels(workflow.workflowId)
    if (label === undefined) return this.#abilities.assertAble(workflow, inputs)
    const message = `No server has the label "${label.name}", which the workflow ${workflow.workflowId} asks for. Give it to a server that is to run it.`
    throw new AppError('job.invalid', message)
  }

  /** A node pack or a model may have gone since the server was asked. */
  async #isForOthers(job: LeasedJob): Promise<boolean> {
    const { workflows, isForOthers } = this.#options
    if (!workflows.isUsable(job.workflowId)) return false
    await this.#abilities.askAgain(workflows.get(job.workflowId))
    return isForOthers(job)
  }

  /** What others do now is not to be rendered here as well. */
  async #dropAbandoned(): Promise<void> {
    const drop = async (promptId: string) => {
      await this.#client.cancel(promptId)
      this.#abandoned.delete(promptId)
    }
    // All at once: what waits would begin as soon as what runs is stopped.
    await Promise.all([...this.#abandoned].map(drop)).catch((error: unknown) => this.#connection.doubt(error))
  }
}
