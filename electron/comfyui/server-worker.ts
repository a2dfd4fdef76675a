import type { JobRepository, WaitingLine } from '#electron/database/repositories/job.ts'
import type { LeasedJob } from '#electron/database/repositories/job-row.ts'
import type { Logger } from '#electron/log/logger.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { BackoffRange } from './backoff.ts'
import type { Workflow } from './bind-workflow.ts'
import type { WorkflowFit } from '#shared/models/workflow-card.ts'
import { ComfyClient } from './client.ts'
import type { ClientOptions } from './client.ts'
import type { CheckOutput } from './fetch-outputs.ts'
import { FileInputs } from './file-inputs.ts'
import type { ServerAddress } from './http.ts'
import type { JobPlaces } from './job-places.ts'
import { JobRun } from './job-run.ts'
import { spokenCharacters, type Pace } from './pace.ts'
import { ServerAbilities } from './server-abilities.ts'
import { ServerConnection, type ConnectionTimes } from './server-connection.ts'
import { Setbacks, type SetAside } from './setbacks.ts'
import { Streak } from './streak.ts'
import type { TrackerTimes } from './tracker.ts'
import { deadlineMs, type Verdict } from './verdict.ts'
import type { WorkflowRegistry } from './workflow-registry.ts'

/** A server as it is configured, with its real address. */
export interface ServerSpec extends ServerAddress {
  name: string
  /** Prompts that it runs at a time. */
  slots: number
  /** Node classes: only workflows that have one of them go to this server, unless no other server can run them. */
  reservedFor?: readonly string[]
  /** It ends with the studio, and what it runs with it. */
  isOurs?: boolean
  /** How fast it is beside the others, until that has been measured; 1 when left out. */
  weight?: number
  /** A workflow with labels runs only on servers that have all of them. */
  labels?: readonly string[]
}

/** A server as the producer sees it. */
export interface ServerState {
  name: string
  url: string
  status: 'connecting' | 'ready' | 'down'
  /** Why it is down, in words. */
  reason: string | null
  version: string | null
  /** Prompts on the server, running or waiting there. */
  posted: number
  /** Results on their way from the server. */
  fetching: number
  labels: readonly string[]
  /** Workflows that it is spared after failures in a row. */
  setAside: SetAside[]
  /** The jobs that it runs now. */
  runningJobIds: number[]
}

export interface WorkerLimits extends TrackerTimes, ConnectionTimes, Pick<ClientOptions, 'answerMs' | 'pingMs'> {
  cancelGraceMs: number
  /** Results that may be on their way before the next job is taken. */
  maxUnfetched: number
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
  /** Takes up to `limit` jobs from the queue. */
  lease: (limit: number) => LeasedJob[]
  onTaken: (job: LeasedJob) => void
  onStarted: (job: LeasedJob) => void
  onProgress: (job: LeasedJob, value: number) => void
  /** `renderMs` is how long the server had the prompt in hand; null when it never began. */
  onVerdict: (job: LeasedJob, verdict: Verdict, renderMs: number | null) => void
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
  readonly #setbacks: Setbacks
  readonly #streak: Streak
  /** Prompts of jobs that were given to others while the server was away. */
  readonly #abandoned = new Set<string>()
  /** Something has been rendered since the server came: its models are loaded. */
  #isWarm = false
  readonly #connection: ServerConnection
  #isStopped = false

  constructor(options: WorkerOptions) {
    this.#options = options
    this.#client = new ComfyClient({ server: options.server, ...options.limits })
    this.#files = new FileInputs(this.#client, options.places)
    this.#abilities = new ServerAbilities(this.#client, options.server.name)
    this.#setbacks = new Setbacks(options.limits.rest)
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
    const setAside = this.#setbacks.list()
    return { name, url, ...facts, posted, fetching: this.#count('fetching'), labels, setAside, runningJobIds }
  }

  /** Ready, with all that the workflow needs, and not spared it. */
  canRun(workflowId: string): boolean {
    return this.#connection.isReady() && !this.shouldLeave(workflowId) && this.#setbacks.room(workflowId) > 0
  }

  /** How many more jobs of the workflow the server may have, as far as its failures go. */
  trialRoom(workflowId: string): number {
    return (
      this.#setbacks.room(workflowId) -
      [...this.#active.values()].filter(({ job }) => job.workflowId === workflowId).length
    )
  }

  /** The server as the sharing of work sees it; `jobMs` null before anything was measured. */
  lanes(workflowId: string): { slots: number; posted: number; weight: number; jobMs: number | null } {
    const { slots, weight = 1 } = this.#options.server
    return { slots, weight, posted: this.#count('posted'), jobMs: this.#options.pace.jobMs(this.name, workflowId) }
  }

  /** The line to serve next: one workflow at a time, as long as that is fair. */
  chooseLine(lines: readonly WaitingLine[]): WaitingLine | null {
    return this.#streak.choose(lines)
  }

  /** False also while the server has not been asked yet. */
  isKnownToLack(workflowId: string): boolean {
    return this.#abilities.isKnownToLack(workflowId) || this.#missingLabels(workflowId).length > 0
  }

  /** What the server can do with a workflow. */
  fit(workflowId: string): WorkflowFit {
    const serverName = this.name
    const labels = this.#missingLabels(workflowId).map((name) => ({ kind: 'label', name, pack: null }) as const)
    const missing = [...this.#abilities.missingFor(workflowId), ...labels]
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
    const room = this.#options.server.slots + 1 - this.#count('posted')
    if (room <= 0) return
    for (const job of this.#options.lease(room)) this.#start(job, 'posted')
  }

  /** Goes on with a prompt that an earlier agent posted, or was about to. */
  adopt(job: LeasedJob): void {
    this.#start(job, 'adopted')
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
    this.#isWarm = false
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

  #start(job: LeasedJob, phase: 'adopted' | 'posted'): void {
    const { jobs, workflows, places, checkOutput, limits, onTaken, onStarted, onProgress, isGone } = this.#options
    const run = new JobRun(job, {
      serverName: this.name,
      client: this.#client,
      files: this.#files,
      jobs,
      workflows,
      places,
      checkOutput,
      deadlineMs: () => this.#deadlineMs(job),
      cancelGraceMs: limits.cancelGraceMs,
      isGone: (error, silentMs) => isGone(job.workflowId, error, silentMs),
      assertAble: (workflow) => this.#assertAble(workflow),
      onStarted: () => {
        active.progress = 0
        active.startedAtMs = performance.now()
        onStarted(job)
      },
      onProgress: (value) => {
        active.progress = value
        onProgress(job, value)
      },
      onRendered: () => {
        if (active.phase === 'fetching') return
        active.phase = 'fetching'
        active.renderMs = active.startedAtMs === null ? null : performance.now() - active.startedAtMs
        this.fill()
      },
      onTrouble: (error) => this.#connection.doubt(error),
    })
    const active: Active = {
      run,
      phase,
      job,
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

  #end({ job, run, renderMs }: Active, verdict: Verdict): void {
    this.#active.delete(job.id)
    this.#learnFrom(job, verdict)
    if (verdict.kind === 'release' && !this.#connection.isReady() && run.abandonedPromptId !== null) {
      this.#abandoned.add(run.abandonedPromptId)
    }
    if (verdict.kind === 'retry' && verdict.errorClass === 'outOfMemory') {
      this.#client.free({ unloadModels: true }).catch((error: unknown) => this.#connection.doubt(error))
    }
    this.#options.onVerdict(job, verdict, renderMs)
    this.fill()
  }

  #learnFrom({ id, workflowId }: LeasedJob, verdict: Verdict): void {
    if (verdict.kind === 'done') {
      this.#isWarm = true
      this.#setbacks.succeeded(workflowId)
      return
    }
    // Our own engine does not break down: what fails there is the job.
    if (verdict.kind !== 'retry' || verdict.errorClass === 'cancelled' || this.#options.server.isOurs === true) return
    if (!this.#setbacks.failed(workflowId, id, firstLine(verdict.message))) return
    const fields = { server: this.name, workflowId, reason: firstLine(verdict.message) }
    this.#options.logger.warn('A workflow is set aside on a server after failures in a row', fields)
    this.#options.onChange()
  }

  /** A server that has just come may have to load its models first. */
  #deadlineMs(job: LeasedJob): number {
    const { pace, timeoutSeconds } = this.#options
    const expectedMs = this.#isWarm ? pace.expectedMs(this.name, job.workflowId, spokenCharacters(job)) : null
    return deadlineMs(job, timeoutSeconds, expectedMs)
  }

  #missingLabels(workflowId: string): string[] {
    const { server, workflows } = this.#options
    if (!workflows.isUsable(workflowId)) return []
    return workflows.get(workflowId).labels.filter((label) => server.labels?.includes(label) !== true)
  }

  /** A workflow comes here although the server lacks something only when all others do as well. */
  async #assertAble(workflow: Workflow): Promise<void> {
    const [label] = this.#missingLabels(workflow.workflowId)
    if (label === undefined) return this.#abilities.assertAble(workflow)
    const message = `No server has the label "${label}", which the workflow ${workflow.workflowId} asks for. Give it to a server that is to run it.`
    throw new AppError('job.invalid', message)
  }

  /** What others do now is not to be rendered here as well. */
  async #dropAbandoned(): Promise<void> {
    for (const promptId of this.#abandoned) {
      try {
        await this.#client.cancel(promptId)
        this.#abandoned.delete(promptId)
      } catch (error) {
        this.#connection.doubt(error)
        return
      }
    }
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
