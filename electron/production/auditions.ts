import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { checkSpeech } from '#electron/audio/check-speech.ts'
import type { Agent, JobEvent } from '#electron/comfyui/agent/agent.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import { PRIORITY, type Job, type NewJob } from '#shared/models/job.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import type { Audition } from '#shared/models/narrator-card.ts'
import { requireNarrator } from './choose-narrator.ts'
import { jobName } from './job-names.ts'
import { reasonOf } from './job-reason.ts'
import { narratorCards } from './narrator-cards.ts'
import { openingLines } from './opening-lines.ts'
import { keyOf } from './speech-plan.ts'
import type { ProductionServices } from './step.ts'
import { speechInputs, voiceOf } from './voice.ts'

/** What is to be spoken. */
export type AuditionLine = { text: string } | { bookId: string; chapterIndex: number }

export interface AuditionsOptions extends Omit<ProductionServices, 'agent'> {
  agent: Pick<Agent, 'onJob' | 'wake' | 'cancelJob' | 'servers' | 'fits' | 'isLackedByAll'>
  onChange: (audition: Audition) => void
  onClear: (auditionIds: string[]) => void
}

/** One more try: somebody waits for the answer. */
const RETRY_LIMIT = 1
/** The oldest ones make room for new ones. */
const MOST_KEPT = 60
const JOB_NAME = /^SPEECH_\d+_\w+_audition$/

/** Lines spoken on trial, before anything else that waits; they are kept until the environment is closed. */
export class Auditions {
  readonly #options: AuditionsOptions
  readonly #auditions = new Map<string, Audition>()
  readonly #ids = new Map<number, string>()
  readonly #stopListening: () => void

  constructor(options: AuditionsOptions) {
    this.#options = options
    this.#stopListening = options.agent.onJob((event) => this.#hear(event))
  }

  /** The folder of an environment's auditions, relative to the workspace; a file's name begins with the audition's id. */
  static folder(env: string): string {
    return `comfyui_jobs/auditions/${env}`
  }

  /** Removes what an earlier run of the studio has left. */
  async open(): Promise<void> {
    const { database } = this.#options
    for (const status of ['processing', 'pending'] as const) {
      const { lines } = database.queue.page({ status, jobType: 'SPEECH' }, 'queue', { offset: 0, limit: MOST_KEPT })
      for (const { id, configName } of lines) if (JOB_NAME.test(configName)) this.#cancel(id)
    }
    await rm(this.#dir(), { recursive: true, force: true })
  }

  async close(): Promise<void> {
    this.#stopListening()
    for (const id of this.#unfinishedJobs()) this.#cancel(id)
    await rm(this.#dir(), { recursive: true, force: true })
  }

  /** The oldest first. */
  list(): Audition[] {
    return [...this.#auditions.values()]
  }

  /**
   * Has a line spoken by each of the narrators; one who cannot speak gets a failed audition with the reason.
   *
   * Throws `narrator.unknown`, and what `openingLines` throws.
   */
  async start(request: { narratorIds: readonly string[]; line: AuditionLine }): Promise<Audition[]> {
    const { database, foundry, agent } = this.#options
    const narrators = [...new Set(request.narratorIds)].map((id) => requireNarrator(database.narrators, id))
    const cards = await narratorCards(narrators, this.#options)
    const { line } = request
    const text = 'text' in line ? line.text : await openingLines(foundry, line.bookId, line.chapterIndex)
    const started = await Promise.all(
      narrators.map((narrator, index) => this.#start(narrator, text, cards[index]?.problem ?? null)),
    )
    this.#makeRoom()
    agent.wake()
    return started
  }

  /** Stops what is not finished and forgets all, files included. */
  async clear(): Promise<void> {
    const ids = [...this.#auditions.keys()]
    for (const id of this.#unfinishedJobs()) this.#cancel(id)
    this.#auditions.clear()
    this.#options.onClear(ids)
    await rm(this.#dir(), { recursive: true, force: true })
  }

  async #start(narrator: Narrator, text: string, problem: string | null): Promise<Audition> {
    const { database } = this.#options
    const audition: Audition = {
      auditionId: randomUUID(),
      narratorId: narrator.narratorId,
      narratorName: narrator.name,
      text,
      status: 'waiting',
      message: null,
      durationMs: null,
      tookMs: null,
      createdAt: new Date().toISOString(),
    }
    this.#auditions.set(audition.auditionId, audition)
    if (problem !== null) return this.#change(audition, { status: 'failed', message: problem })
    try {
      const [jobId] = database.jobs.enqueue([await this.#job(narrator, audition)])
      if (jobId !== undefined) this.#ids.set(jobId, audition.auditionId)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return this.#change(audition, { status: 'failed', message: error.message })
    }
    return this.#change(audition, { message: this.#wait() })
  }

  /** What an audition may have to wait for, besides its turn. */
  #wait(): string | null {
    const away = this.#options.agent.servers().find(({ status }) => status === 'down')
    return away === undefined ? null : `The server ${away.name} is away: ${away.reason ?? 'it does not answer.'}`
  }

  /** Asks for the very sound that a production would ask for. */
  async #job(narrator: Narrator, { auditionId, text }: Audition): Promise<NewJob> {
    const voice = await voiceOf({ ...this.#options, narrator })
    const { seed } = keyOf(text, voice)
    return {
      configName: jobName('SPEECH', new Date(), auditionId.slice(0, 8), 'audition'),
      jobType: 'SPEECH',
      workflowId: voice.workflowId,
      priority: PRIORITY.god,
      retryLimit: RETRY_LIMIT,
      inputs: speechInputs(voice, { text, seed }),
      outputPath: `${Auditions.folder(this.#options.workspace.env)}/${auditionId}`,
      productionId: null,
      metadata: { auditionOf: narrator.name },
    }
  }

  #hear({ kind, job }: JobEvent): void {
    const auditionId = this.#ids.get(job.id)
    if (auditionId === undefined) return
    const audition = this.#auditions.get(auditionId)
    if (audition === undefined) {
      // It was cleared while its sound was on the way.
      if (kind === 'done') void this.#discard(job.outputPath)
      return
    }
    if (kind === 'started') this.#change(audition, { status: 'running', message: null })
    if (kind === 'retrying') this.#change(audition, { status: 'waiting', message: reasonOf(job) })
    if (kind === 'failed') this.#change(audition, { status: 'failed', message: reasonOf(job) })
    if (kind === 'done') void this.#finish(audition, job)
  }

  async #finish(audition: Audition, job: Job): Promise<void> {
    const { workspace, ffmpeg, log } = this.#options
    const tookMs = Date.now() - Date.parse(audition.createdAt)
    try {
      const { durationMs } = await checkSpeech(workspace.resolve(job.outputPath), audition.text, ffmpeg)
      this.#change(audition, { status: 'done', message: null, durationMs, tookMs })
    } catch (error) {
      log.warn('An audition cannot be used', { jobId: job.id, error })
      this.#change(audition, { status: 'failed', message: faultOf(error) })
    }
  }

  #change(audition: Audition, changes: Partial<Audition>): Audition {
    const changed = { ...audition, ...changes }
    if (this.#auditions.has(audition.auditionId)) {
      this.#auditions.set(audition.auditionId, changed)
      this.#options.onChange(changed)
    }
    return changed
  }

  #makeRoom(): void {
    const gone = this.list()
      .filter(({ status }) => status === 'done' || status === 'failed')
      .slice(0, Math.max(0, this.#auditions.size - MOST_KEPT))
      .map(({ auditionId }) => auditionId)
    if (gone.length === 0) return
    for (const id of gone) this.#auditions.delete(id)
    for (const [jobId, id] of this.#ids) {
      if (!gone.includes(id)) continue
      this.#ids.delete(jobId)
      void this.#discard(this.#options.database.jobs.get(jobId)?.outputPath ?? '')
    }
    this.#options.onClear(gone)
  }

  #unfinishedJobs(): number[] {
    return [...this.#ids].flatMap(([jobId, auditionId]) => {
      const status = this.#auditions.get(auditionId)?.status
      return status === 'waiting' || status === 'running' ? [jobId] : []
    })
  }

  /** The row is cancelled as well: an agent that is about to stop leaves what it has in hand. */
  #cancel(jobId: number): void {
    const reason = 'The audition was not wanted any more.'
    this.#options.agent.cancelJob(jobId, reason)
    this.#options.database.jobs.cancel(jobId, reason)
  }

  async #discard(outputPath: string): Promise<void> {
    const { workspace, log } = this.#options
    try {
      await rm(workspace.resolve(outputPath), { force: true })
    } catch (error) {
      log.warn('The file of an audition stays', { error })
    }
  }

  #dir(): string {
    const { root, env } = this.#options.workspace
    return join(root, Auditions.folder(env))
  }
}

function faultOf(error: unknown): string {
  const code = error instanceof AppError ? error.code : ''
  if (code === 'media.silent') return 'The server sent silence. Try another line, or another voice.'
  if (code === 'media.implausible') return 'The server sent a sound that is far too short or too long for this text.'
  if (code === 'media.unreadable') return 'The server sent something that cannot be played.'
  return messageOf(error)
}
