import type { JobRepository, WaitingLine } from '#electron/database/repositories/job.ts'
import type { LeasedJob } from '#electron/database/repositories/job-row.ts'
import type { Logger } from '#electron/log/logger.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import { backoffMs } from './backoff.ts'
import type { BackoffRange } from './backoff.ts'
import { ComfyClient } from './client.ts'
import type { ClientOptions } from './client.ts'
import type { CheckOutput } from './fetch-outputs.ts'
import { FileInputs } from './file-inputs.ts'
import { isServerTrouble } from './http.ts'
import type { ServerAddress } from './http.ts'
import type { JobPlaces } from './job-places.ts'
import { JobRun } from './job-run.ts'
import { spokenCharacters, type Pace } from './pace.ts'
import { pause } from './pause.ts'
import { ServerAbilities } from './server-abilities.ts'
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

export interface WorkerLimits extends TrackerTimes, Pick<ClientOptions, 'answerMs' | 'pingMs'> {
  cancelGraceMs: number
  /** Results that may be on their way before the next job is taken. */
  maxUnfetched: number
  reconnect: BackoffRange
  /** Between two looks whether a server is still there. */
  healthMs: number
  /** Between two looks at what it can run: node packs and models come and go. */
  learnMs: number
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
  readonly #stopped = new AbortController()
  readonly #active = new Map<number, Active>()
  readonly #setbacks: Setbacks
  readonly #streak: Streak
  /** Prompts of jobs that were given to others while the server was away. */
  readonly #abandoned = new Set<string>()
  /** Something has been rendered since the server came: its models are loaded. */
  #isWarm = false
  #status: ServerState['status'] = 'connecting'
  #reason: string | null = null
  #version: string | null = null
  #connecting: Promise<void> = Promise.resolve()

  constructor(options: WorkerOptions) {
    this.#options = options
    this.#client = new ComfyClient({ server: options.server, ...options.limits })
    this.#files = new FileInputs(this.#client, options.places)
    this.#abilities = new ServerAbilities(this.#client, options.server.name)
    this.#setbacks = new Setbacks(options.limits.rest)
    this.#streak = new Streak(options.limits.streakMs)
    this.#connecting = this.#connect()
  }

  get name(): string {
    return this.#options.server.name
  }

  state(): ServerState {
    const { name, url } = this.#options.server
    const posted = this.#count('posted') + this.#count('adopted')
    const facts = { status: this.#status, reason: this.#reason, version: this.#version }
    const runningJobIds = [...this.#active].flatMap(([id, { phase, progress }]) =>
      phase !== 'fetching' && progress !== null ? [id] : [],
    )
    const { labels = [] } = this.#options.server
    const setAside = this.#setbacks.list()
    return { name, url, ...facts, posted, fetching: this.#count('fetching'), labels, setAside, runningJobIds }
  }

  /** Ready, with all that the workflow needs, and not spared it. */
  canRun(workflowId: string): boolean {
    return this.#status === 'ready' && !this.shouldLeave(workflowId) && this.#setbacks.room(workflowId) > 0
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
    return this.#abilities.isKnownToLack(workflowId)
  }

  /** What the server says of a node class of a workflow; null when it lacks it or is away. */
  describeClass(classType: string): unknown {
    return this.#status === 'ready' ? this.#abilities.describe(classType) : null
  }

  /** True when the workflow is for another server, should one be able to run it. */
  shouldLeave(workflowId: string): boolean {
    return this.isKnownToLack(workflowId) || this.#isReservedForOthers(workflowId) || this.#lacksLabel(workflowId)
  }

  /** The ids of the jobs in hand. */
  jobIds(): number[] {
    return [...this.#active.keys()]
  }

  /** Takes as many jobs as the server has room for. */
  fill(): void {
    if (this.#status !== 'ready' || this.#isStopped()) return
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
    this.#stopped.abort()
    for (const { run } of this.#active.values()) run.leave()
    this.#client.close()
    await Promise.all([...this.#active.values()].map(({ ended }) => ended))
    await this.#connecting
  }

  #isStopped(): boolean {
    return this.#stopped.signal.aborted
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
      assertAble: (workflow) => this.#abilities.assertAble(workflow),
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
      onTrouble: (error) => this.#doubt(error),
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
    if (verdict.kind === 'release' && this.#status !== 'ready' && run.abandonedPromptId !== null) {
      this.#abandoned.add(run.abandonedPromptId)
    }
    if (verdict.kind === 'retry' && verdict.errorClass === 'outOfMemory') {
      this.#client.free({ unloadModels: true }).catch((error: unknown) => this.#doubt(error))
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
    if (verdict.kind !== 'retry' || verdict.errorClass === 'cancelled') return
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

  /** A configured label is a condition: the workflow waits for a server that has it. */
  #lacksLabel(workflowId: string): boolean {
    const { server, workflows } = this.#options
    if (!workflows.isUsable(workflowId)) return false
    const { labels = [] } = workflows.get(workflowId)
    return !labels.every((label) => server.labels?.includes(label) === true)
  }

  /** The server did not answer as it should: no new jobs before it is known to be well. */
  #doubt(error: unknown): void {
    if (this.#status !== 'ready' || !isServerTrouble(error) || this.#isStopped()) return
    this.#setStatus('down', error.message)
    this.#connecting = this.#connect()
  }

  async #connect(): Promise<void> {
    const { limits, workflows } = this.#options
    for (let failures = 0; ; failures++) {
      if (this.#isStopped()) return
      try {
        const [{ version }] = await Promise.all([this.#client.probe(), this.#abilities.learn(workflows)])
        this.#version = version
        this.#isWarm = false
        this.#files.forget()
        this.#setStatus('ready', null)
        this.fill()
        void this.#watch()
        void this.#dropAbandoned()
        return
      } catch (error) {
        if (this.#isStopped()) return
        if (!(error instanceof AppError)) this.#options.logger.error('A server could not be asked', { error })
        this.#setStatus('down', messageOf(error))
        await pause(backoffMs(failures, limits.reconnect), this.#stopped.signal).catch(() => undefined)
      }
    }
  }

  /** Looks after the server while it is ready: one without work is not asked anything else. */
  async #watch(): Promise<void> {
    const { limits, workflows, logger } = this.#options
    let learntAtMs = performance.now()
    while (this.#status === 'ready' && !this.#isStopped()) {
      try {
        await pause(limits.healthMs, this.#stopped.signal)
        await this.#client.ping()
        if (performance.now() - learntAtMs < limits.learnMs) continue
        learntAtMs = performance.now()
        await this.#abilities.learn(workflows)
        this.fill()
      } catch (error) {
        if (this.#isStopped()) return
        if (!(error instanceof AppError)) logger.error('A server could not be looked after', { error })
        this.#doubt(error)
      }
    }
  }

  /** What others do now is not to be rendered here as well. */
  async #dropAbandoned(): Promise<void> {
    for (const promptId of this.#abandoned) {
      try {
        await this.#client.cancel(promptId)
        this.#abandoned.delete(promptId)
      } catch (error) {
        this.#doubt(error)
        return
      }
    }
  }

  #setStatus(status: ServerState['status'], reason: string | null): void {
    if (status !== this.#status) {
      const fields = { server: this.name, reason }
      if (status === 'down') this.#options.logger.warn('A server is away', fields)
      else this.#options.logger.info('A server is ready', fields)
    }
    this.#status = status
    this.#reason = reason
    this.#options.onChange()
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
