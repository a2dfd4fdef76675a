import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Logger } from '#electron/log/logger.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { JobInputValue } from '#shared/models/job.ts'
import type { WorkflowTrial } from '#shared/models/workflow-card.ts'
import type { Workflow } from './bind-workflow.ts'
import type { ServerAddress } from '../client/http.ts'
import type { JobPlaces } from '../agent/job-places.ts'
import { runOnce } from './run-once.ts'

interface TrialsOptions {
  /** Gets a folder a trial; emptied at both ends. */
  dir: string
  places: Pick<JobPlaces, 'input'>
  onChange: (trial: WorkflowTrial) => void
  log: Logger
}

interface Running {
  trial: WorkflowTrial
  abort: AbortController
  ended: Promise<void>
}

type OutputKind = WorkflowTrial['outputs'][number]['kind']

/** The oldest ones make room, with their files. */
const MOST_KEPT = 20
const KINDS: readonly [RegExp, OutputKind][] = [
  [/^\.(flac|wav|mp3|ogg|opus|m4a)$/i, 'sound'],
  [/^\.(png|jpe?g|webp)$/i, 'picture'],
]

/** Workflows that run once to see what comes out, one at a time on a server; kept until the environment is closed. */
export class WorkflowTrials {
  readonly #options: TrialsOptions
  readonly #trials = new Map<string, Running>()

  constructor(options: TrialsOptions) {
    this.#options = options
  }

  /** Removes what an earlier run of the studio has left. */
  async open(): Promise<void> {
    await rm(this.#options.dir, { recursive: true, force: true })
  }

  /** Stops what runs. */
  async close(): Promise<void> {
    for (const { abort } of this.#trials.values()) abort.abort()
    await Promise.all([...this.#trials.values()].map(({ ended }) => ended))
    await rm(this.#options.dir, { recursive: true, force: true })
  }

  /** Tells how it goes by `onChange`. Throws `workflow.busy` while another trial runs on that server. */
  start(request: {
    server: ServerAddress & { name: string }
    workflow: Workflow
    inputs: Readonly<Record<string, JobInputValue>>
  }): WorkflowTrial {
    const { server, workflow } = request
    const running = [...this.#trials.values()].some(
      ({ trial }) => trial.status === 'running' && trial.serverName === server.name,
    )
    if (running) {
      const message = `Another workflow is being tried on ${server.name}. Wait for it, or stop it.`
      throw new AppError('workflow.busy', message)
    }
    const trial: WorkflowTrial = {
      trialId: randomUUID(),
      workflowId: workflow.workflowId,
      serverName: server.name,
      status: 'running',
      progress: null,
      message: null,
      outputs: [],
      texts: [],
      tookMs: null,
    }
    const abort = new AbortController()
    const entry: Running = { trial, abort, ended: Promise.resolve() }
    this.#trials.set(trial.trialId, entry)
    entry.ended = this.#run(entry, request)
    this.#makeRoom()
    return trial
  }

  /** Stops a trial; one that has ended stays as it is. */
  cancel(trialId: string): void {
    this.#trials.get(trialId)?.abort.abort()
  }

  async #run(entry: Running, request: Parameters<WorkflowTrials['start']>[0]): Promise<void> {
    const { places, dir, log } = this.#options
    const { abort } = entry
    const startMs = performance.now()
    const tookMs = () => Math.round(performance.now() - startMs)
    try {
      const { files, texts } = await runOnce({
        ...request,
        places,
        outputDir: join(dir, entry.trial.trialId),
        signal: abort.signal,
        onProgress: (progress) => this.#change(entry, { progress }),
      })
      const outputs = files.map(({ name, sizeBytes }) => ({ kind: kindOf(name), name, sizeBytes }))
      this.#change(entry, { status: 'done', progress: 1, outputs, texts, tookMs: tookMs() })
    } catch (error) {
      if (!abort.signal.aborted && !(error instanceof AppError)) log.error('A trial ended in a bug', { error })
      const message = abort.signal.aborted ? 'It was stopped.' : messageOf(error)
      this.#change(entry, { status: 'failed', message, tookMs: tookMs() })
    }
  }

  #change(entry: Running, changes: Partial<WorkflowTrial>): void {
    entry.trial = { ...entry.trial, ...changes }
    this.#options.onChange(entry.trial)
  }

  #makeRoom(): void {
    const ended = [...this.#trials.values()].filter(({ trial }) => trial.status !== 'running')
    for (const { trial } of ended.slice(0, Math.max(0, this.#trials.size - MOST_KEPT))) {
      this.#trials.delete(trial.trialId)
      rm(join(this.#options.dir, trial.trialId), { recursive: true, force: true }).catch((error: unknown) =>
        this.#options.log.warn('The files of a trial stay', { error }),
      )
    }
  }
}

/** The folder of an environment's trials, relative to the workspace: `<trial>/<index>.<ext>`. */
export function trialsFolder(env: string): string {
  return `comfyui_jobs/trials/${env}`
}

function kindOf(name: string): OutputKind {
  return KINDS.find(([pattern]) => pattern.test(extname(name)))?.[1] ?? 'other'
}
