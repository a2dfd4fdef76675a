import type { Agent } from '#electron/comfyui/agent/agent.ts'
import type { WatchFolder } from '#electron/comfyui/job-files/watch-folder.ts'
import type { Database } from '#electron/database/open-database.ts'
import type { Publisher, ReadTogether } from '#electron/ipc/broadcast.ts'
import type { JobDesk } from '#electron/production/job-desk.ts'
import type { ProductionWitness } from '#electron/production/producer.ts'
import { toTick, type ProductionBoard } from '#electron/production/production-board.ts'
import type { QueueDesk } from '#electron/production/queue-desk.ts'
import type { Production } from '#shared/models/production.ts'
import type { Activity } from '#shared/models/studio.ts'

/** Log entries that are told at a time; the rest follows with the next change. */
const MOST_LOG_ENTRIES = 200

interface Sources {
  database: Database
  board: ProductionBoard
  desk: Pick<JobDesk, 'rows'>
  queue: Pick<QueueDesk, 'state'>
  activity: () => Activity
  /** A narrator's number of productions or pace may have changed. */
  onNarratorWorked: (narratorId: string) => void
  publisher: Publisher
}

/** Says what changed in the terms of the contract; it is read when it is told, so that two thousand changes a second stay cheap. */
export class WindowNews {
  readonly #sources: Sources
  #lastLogId: number
  readonly #bookIds = new Map<number, string>()
  #lookedAt = new Date().toISOString()
  #isPaused: boolean
  readonly #jobs: ReadTogether<'job.changed'> = (jobIds) =>
    this.#sources.desk.rows(jobIds).map((row) => ({ key: row.id, data: row }))
  readonly #chunksOfJobs: ReadTogether<'chunk.changed'> = (jobIds) =>
    this.#sources.database.chunks.marksOfJobs(jobIds).map((mark) => {
      const { id, productionId, chapterIndex, chunkIndex } = mark
      return { key: id, data: { productionId, chapterIndex, chunkIndex, tick: toTick(mark) } }
    })

  constructor(sources: Sources) {
    this.#sources = sources
    this.#lastLogId = sources.database.productionLog.lastId()
    this.#isPaused = sources.database.studioState.isOn('queue.paused')
  }

  /** The queue was paused or resumed, and with it every production that is under way. */
  pause(): void {
    const { database } = this.#sources
    this.#isPaused = database.studioState.isOn('queue.paused')
    this.#queue()
    for (const { id } of database.productions.list({ status: 'processing' })) this.production(id)
  }

  /** With the production that it belongs to. */
  job(id: number): void {
    this.#job(id)
    const productionId = this.#sources.database.jobs.get(id)?.productionId ?? null
    if (productionId !== null) this.production(productionId)
  }

  /** With the title that it makes. */
  production(id: number): void {
    const { publisher, board, database } = this.#sources
    const bookId = this.#bookIdOf(id)
    publisher.publish('production.changed', id, () => board.card(id))
    if (bookId !== undefined) publisher.publish('title.changed', bookId, () => database.titles.card(bookId))
    this.#activity()
  }

  /** Tells what no event of this process tells: new log entries, and what other processes have changed. */
  others(): void {
    const { publisher, database } = this.#sources
    if (!publisher.hasListeners) {
      this.#lastLogId = database.productionLog.lastId()
      return
    }
    this.#productionLog()
    const now = new Date().toISOString()
    if (database.isChangedByOthers()) {
      for (const id of database.productions.changedSince(this.#lookedAt)) this.production(id)
      for (const bookId of database.titles.changedSince(this.#lookedAt)) {
        publisher.publish('title.changed', bookId, () => database.titles.card(bookId))
      }
      if (database.studioState.isOn('queue.paused') !== this.#isPaused) this.pause()
      this.#queue()
    }
    this.#lookedAt = now
  }

  /** Tells what the agent does; returns what ends it. */
  watchAgent(agent: Pick<Agent, 'onJob'>): () => void {
    return agent.onJob(({ kind, job }) => {
      if (kind === 'progress') return
      this.#job(job.id)
      if (job.productionId === null) return
      this.#sources.publisher.publishRow('chunk.changed', job.id, this.#chunksOfJobs)
      this.production(job.productionId)
    })
  }

  /** Tells what comes of the watch folder; returns what ends it. */
  watchJobFiles(jobFiles: Pick<WatchFolder, 'onChange' | 'state'>): () => void {
    return jobFiles.onChange((jobId) => {
      if (jobId === null) this.#sources.publisher.publish('jobFiles.changed', 'jobFiles', () => jobFiles.state())
      else this.#job(jobId)
    })
  }

  /** Tells what becomes of productions that run by themselves. */
  witness(): ProductionWitness {
    const { board, publisher, onNarratorWorked } = this.#sources
    const changed = ({ id, narratorId }: Production) => {
      this.production(id)
      if (publisher.hasListeners) onNarratorWorked(narratorId)
      this.#productionLog()
    }
    const ended = (production: Production) => {
      board.forget(production.id)
      changed(production)
    }
    return {
      begins: changed,
      progresses: ({ id }, progress) => {
        board.note(id, progress)
        this.production(id)
      },
      changes: changed,
      replans: (production) => {
        publisher.publish('production.replanned', production.id, { id: production.id })
        this.#queue()
        changed(production)
      },
      ends: ended,
      fails: ended,
    }
  }

  #job(id: number): void {
    this.#sources.publisher.publishRow('job.changed', id, this.#jobs)
    this.#queue()
  }

  #queue(): void {
    const { publisher, queue } = this.#sources
    publisher.publish('queue.changed', 'queue', () => queue.state())
    this.#activity()
  }

  #activity(): void {
    this.#sources.publisher.publish('activity.changed', 'activity', this.#sources.activity)
  }

  /** Kept, since it is asked for with every chunk. */
  #bookIdOf(productionId: number): string | undefined {
    const known = this.#bookIds.get(productionId) ?? this.#sources.database.productions.get(productionId)?.bookId
    if (known !== undefined) this.#bookIds.set(productionId, known)
    return known
  }

  #productionLog(): void {
    const { publisher, database } = this.#sources
    for (const entry of database.productionLog.after(this.#lastLogId, MOST_LOG_ENTRIES)) {
      this.#lastLogId = entry.id
      publisher.publish('production.logged', entry.id, entry)
    }
  }
}
