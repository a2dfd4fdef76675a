import type { JobRepository } from '#electron/database/repositories/job.ts'
import type { LeasedJob } from '#electron/database/repositories/job-row.ts'
import type { Job } from '#shared/models/job.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import { Batch } from './batch.ts'
import type { BoundWorkflow, Workflow } from '../workflows/bind-workflow.ts'
import type { ComfyClient } from '../client/client.ts'
import { fetchOutputs, findPlacedOutput } from './fetch-outputs.ts'
import type { CheckOutput } from './fetch-outputs.ts'
import type { FileInputs } from './file-inputs.ts'
import { isRefusal, isServerTrouble } from '../client/http.ts'
import type { Outcome } from '../client/outcome.ts'
import type { JobPlaces } from './job-places.ts'
import { pause } from '../client/pause.ts'
import { withSavePrefix } from './save-prefix.ts'
import { verdictOfError, verdictOfOutcome } from './verdict.ts'
import type { Verdict } from './verdict.ts'
import type { WorkflowRegistry } from '../workflows/workflow-registry.ts'

/** What a run needs of its server and its agent. */
export interface RunContext {
  serverName: string
  client: ComfyClient
  /** The prompt of the job's first try on this server, which other jobs may share. */
  batch: Batch
  files: FileInputs
  jobs: Pick<JobRepository, 'recordPrompt' | 'markPosted'>
  workflows: WorkflowRegistry
  places: JobPlaces
  checkOutput: CheckOutput
  /** Throws `job.missingNode` or `job.invalid` when the server lacks what the workflow needs. */
  assertAble: (workflow: Workflow, inputs: Job['inputs']) => Promise<void>
  /** After a refusal: whether the server, asked anew, lacks something for the job that another may have. */
  isForOthers: () => Promise<boolean>
  /** The longest that the prompt may run. */
  deadlineMs: () => number
  /** How long a cancelled prompt may take to stop before it is given up. */
  cancelGraceMs: number
  /** Whether a server that has failed like this for so long is to be given up. */
  isGone: (error: unknown, silentMs: number) => boolean
  onStarted: () => void
  /** 0–1 */
  onProgress: (value: number) => void
  /** At least once when the server is free for the next prompt; `renderMs` is the server's own measure, if it gives one. */
  onRendered: (renderMs: number | null) => void
  onTrouble: (error: unknown) => void
}

/** Between two requests to stop the same prompt. */
const CANCEL_INTERVAL_MS = 2000
/** How often a result that the server has lost from its disk is asked for anew. */
const STALE_TRIES = 2

/** One job on one server, from its lease to a verdict on its row. */
export class JobRun {
  readonly job: LeasedJob
  readonly #context: RunContext
  readonly #abort = new AbortController()
  #promptId: string | null
  /** Why we stopped the prompt ourselves. */
  #ending: Extract<Verdict, { kind: 'failed' | 'retry' }> | null = null
  /** The server runs the prompt, as far as we know. */
  #isRunning = false
  /** The prompt that we wait for on the server. */
  #tracked: string | null = null

  /** A job with a prompt id is adopted: its prompt is looked for before anything is posted. */
  constructor(job: LeasedJob, context: RunContext) {
    this.job = job
    this.#context = context
    this.#promptId = job.promptId
  }

  /** Never rejects but for a bug. */
  async run(): Promise<Verdict> {
    try {
      return await this.#run()
    } catch (error) {
      this.#context.batch.withdraw(this.job.id)
      if (this.#ending !== null) return this.#ending
      if (this.#abort.signal.aborted) return this.#unfinished()
      if (isServerTrouble(error)) this.#context.onTrouble(error)
      const verdict = verdictOfError(error)
      if (verdict === null) throw error
      if (isRefusedHere(error) && (await this.#isForOthers())) return { kind: 'release', reason: messageOf(error) }
      return this.#withCrash(verdict, isRefusal(error))
    }
  }

  /** The prompt that a released job leaves behind on a server that does not answer; null for none. */
  get abandonedPromptId(): string | null {
    return this.#promptId
  }

  /** Stops the prompt for good; a result that is already made is kept. */
  cancel(reason: string): void {
    this.#end({ kind: 'failed', errorClass: 'cancelled', message: reason })
  }

  /** Lets go of the job: a posted prompt goes on and can be adopted. */
  leave(): void {
    this.#abort.abort()
  }

  async #run(): Promise<Verdict> {
    const adopted = this.#promptId
    for (let variant = 0; ; variant++) {
      const isAdopted = variant === 0 && adopted !== null
      const batch = variant === 0 ? this.#context.batch : new Batch(this.#context.client, [this.job.id])
      const outcome = await this.#follow(batch, isAdopted ? null : await this.#bind(variant))
      if (outcome.kind !== 'success') return this.#withCrash(await this.#giveUp(outcome, isAdopted), true)
      this.#isRunning = false
      this.#context.onRendered(outcome.renderMs)
      try {
        return { kind: 'done', ...(await fetchOutputs(this.job, outcome, this.#fetchContext())) }
      } catch (error) {
        const isStale = error instanceof AppError && error.code === 'file.missing'
        if (!isStale || variant >= STALE_TRIES || this.#ending) throw error
      }
    }
  }

  async #bind(variant: number): Promise<BoundWorkflow> {
    const { workflows, files, client, places } = this.#context
    const { configName, outputPath } = this.job
    if (outputPath === '') {
      const message = `The row of ${configName} has no inputs and no output: an older E3 kept them in its job file. Queue that file again: e3 job add FILE.`
      throw new AppError('job.invalid', message)
    }
    // A place that cannot be used is known before anything is rendered.
    places.output(outputPath)
    const workflow = workflows.get(this.job.workflowId)
    await this.#context.assertAble(workflow, this.job.inputs)
    const bound = workflows.bind(this.job.workflowId, withSavePrefix(this.job, workflow, variant))
    // After a bad result the server must not answer from its cache; after a full memory it needs room.
    const { errorClass } = this.job
    if (errorClass === 'badOutput' || errorClass === 'outOfMemory') {
      await client.free({ unloadModels: errorClass === 'outOfMemory' })
    }
    return files.place(bound)
  }

  async #follow(batch: Batch, bound: BoundWorkflow | null): Promise<Outcome> {
    this.#abort.signal.throwIfAborted()
    if (this.#ending !== null) return { kind: 'cancelled' }
    const { jobs, serverName, onStarted, onRendered, onProgress, onTrouble, isGone } = this.#context
    const { id } = this.job
    let deadline: NodeJS.Timeout | undefined
    try {
      return await batch.join({
        jobId: id,
        bound,
        record: (promptId, graphHash) => {
          this.#promptId = promptId
          jobs.recordPrompt(id, { promptId, serverName, graphHash })
        },
        onPosted: () => jobs.markPosted(id),
        onTracked: (promptId) => {
          this.#tracked = promptId
          if (this.#ending !== null) void this.#stopPrompt(promptId)
        },
        track: {
          signal: this.#abort.signal,
          onTrouble,
          isGone,
          onProgress,
          onStarted: () => {
            this.#isRunning = true
            onStarted()
            const limitMs = this.#context.deadlineMs()
            const message = `The prompt ran for longer than ${Math.round(limitMs / 1000)} s and was cancelled.`
            deadline = setTimeout(() => this.#end({ kind: 'retry', errorClass: 'timeout', message }), limitMs)
          },
          onEnding: () => {
            this.#isRunning = false
            onRendered(null)
          },
        },
      })
    } catch (error) {
      // What was refused is not on the server.
      if (this.#tracked === null && !this.#abort.signal.aborted) this.#promptId = null
      throw error
    } finally {
      clearTimeout(deadline)
      this.#tracked = null
    }
  }

  async #giveUp(outcome: Exclude<Outcome, { kind: 'success' }>, isAdopted: boolean): Promise<Verdict> {
    if (this.#ending) return this.#ending
    // We may have died after the file was in place and before the row said so.
    const placed = isAdopted && outcome.kind === 'lost' ? await findPlacedOutput(this.job, this.#context) : null
    return placed ? { kind: 'done', ...placed } : verdictOfOutcome(outcome)
  }

  /** A server that has lost a running prompt, or refuses connections meanwhile, went down with it. */
  #withCrash(verdict: Verdict, isGone: boolean): Verdict {
    return verdict.kind === 'release' ? { ...verdict, hasCrashed: isGone && this.#isRunning } : verdict
  }

  #end(verdict: Extract<Verdict, { kind: 'failed' | 'retry' }>): void {
    if (this.#ending) return
    this.#ending = verdict
    if (this.#tracked !== null) void this.#stopPrompt(this.#tracked)
  }

  /** Asks until the prompt has ended; one that does not react is given up. */
  async #stopPrompt(promptId: string): Promise<void> {
    const { client, cancelGraceMs, onTrouble } = this.#context
    const untilMs = performance.now() + cancelGraceMs
    while (this.#tracked === promptId && performance.now() < untilMs) {
      await client.cancel(promptId).catch(onTrouble)
      await pause(Math.min(CANCEL_INTERVAL_MS, cancelGraceMs), this.#abort.signal).catch(() => undefined)
    }
    if (this.#tracked === promptId) this.#abort.abort()
  }

  /** A server that goes away before it can be asked has not refused the job for good. */
  #isForOthers(): Promise<boolean> {
    return this.#context.isForOthers().catch((error: unknown) => {
      if (!isServerTrouble(error)) throw error
      this.#context.onTrouble(error)
      return true
    })
  }

  #unfinished(): Verdict {
    return this.#promptId === null ? { kind: 'release', reason: 'The studio was stopped.' } : { kind: 'left' }
  }

  #fetchContext() {
    const { client, places, checkOutput, isGone, onTrouble } = this.#context
    return { client, places, checkOutput, isGone, onTrouble, signal: this.#abort.signal }
  }
}

/** What one server refuses another may take. */
function isRefusedHere(error: unknown): boolean {
  return error instanceof AppError && ['job.missingNode', 'job.missingModel', 'job.invalid'].includes(error.code)
}
