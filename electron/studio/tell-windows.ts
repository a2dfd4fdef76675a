import type { Agent } from '#electron/comfyui/agent.ts'
import type { Database } from '#electron/database/open-database.ts'
import type { Publisher } from '#electron/ipc/broadcast.ts'
import type { JobDesk } from '#electron/production/job-desk.ts'
import type { ProductionWitness } from '#electron/production/producer.ts'
import { toTick, type ProductionBoard } from '#electron/production/production-board.ts'
import type { Production } from '#shared/models/production.ts'
import type { Activity } from '#shared/models/studio.ts'

/** Log entries that are told at a time; the rest follows with the next change. */
const MOST_LOG_ENTRIES = 200

interface Sources {
  database: Database
  board: ProductionBoard
  desk: Pick<JobDesk, 'row' | 'counts'>
  activity: () => Activity
  publisher: Publisher
}

/** Says what changed in the terms of the contract; it is read when it is told, so that two thousand changes a second stay cheap. */
export class WindowNews {
  readonly #sources: Sources
  #lastLogId: number
  #lookedAt = new Date().toISOString()

  constructor(sources: Sources) {
    this.#sources = sources
    this.#lastLogId = sources.database.productionLog.lastId()
  }

  job(id: number): void {
    const { publisher, desk } = this.#sources
    publisher.publish('job.changed', id, () => desk.row(id))
    this.#queue()
  }

  production(id: number): void {
    const { publisher, board } = this.#sources
    publisher.publish('production.changed', id, () => board.card(id))
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
      this.#queue()
    }
    this.#lookedAt = now
  }

  /** Tells what the agent does; returns what ends it. */
  watchAgent(agent: Pick<Agent, 'onJob'>): () => void {
    return agent.onJob(({ kind, job }) => {
      if (kind === 'progress') return
      this.job(job.id)
      if (job.productionId === null) return
      this.#chunksOf(job.id)
      this.production(job.productionId)
    })
  }

  /** Tells what becomes of productions that run by themselves. */
  witness(): ProductionWitness {
    const { board, publisher } = this.#sources
    const ended = (production: Production) => {
      board.forget(production.id)
      this.#productionAndTitle(production)
    }
    return {
      begins: (production) => this.#productionAndTitle(production),
      progresses: ({ id }, progress) => {
        board.note(id, progress)
        this.production(id)
      },
      changes: (production) => this.#productionAndTitle(production),
      replans: ({ id }) => {
        publisher.publish('production.replanned', id, { id })
        this.#queue()
        this.production(id)
      },
      ends: ended,
      fails: ended,
    }
  }

  #queue(): void {
    const { publisher, desk } = this.#sources
    publisher.publish('queue.changed', 'queue', () => desk.counts())
    this.#activity()
  }

  #activity(): void {
    this.#sources.publisher.publish('activity.changed', 'activity', this.#sources.activity)
  }

  #chunksOf(jobId: number): void {
    const { publisher, database } = this.#sources
    if (!publisher.hasListeners) return
    for (const { id, productionId, chapterIndex, chunkIndex } of database.chunks.marksOfJob(jobId)) {
      publisher.publish('chunk.changed', id, () => {
        const mark = database.chunks.mark(id)
        return mark === null ? null : { productionId, chapterIndex, chunkIndex, tick: toTick(mark) }
      })
    }
  }

  #productionAndTitle({ id, bookId }: Production): void {
    const { publisher, database } = this.#sources
    this.production(id)
    publisher.publish('title.changed', bookId, () => database.titles.card(bookId))
    this.#productionLog()
  }

  #productionLog(): void {
    const { publisher, database } = this.#sources
    for (const entry of database.productionLog.after(this.#lastLogId, MOST_LOG_ENTRIES)) {
      this.#lastLogId = entry.id
      publisher.publish('production.logged', entry.id, entry)
    }
  }
}
