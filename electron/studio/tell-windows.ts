import type { Agent } from '#electron/comfyui/agent.ts'
import type { Database } from '#electron/database/open-database.ts'
import type { Publisher } from '#electron/ipc/broadcast.ts'
import type { Logger } from '#electron/log/logger.ts'
import type { JobDesk } from '#electron/production/job-desk.ts'
import type { ProductionWitness } from '#electron/production/producer.ts'
import { toTick, type ProductionBoard } from '#electron/production/production-board.ts'
import type { Activity } from '#shared/models/studio.ts'

/** How often a window hears of new lines in a production's log at the latest. */
const MOST_LOG_ENTRIES = 200

interface Tellers {
  database: Database
  board: ProductionBoard
  desk: Pick<JobDesk, 'row' | 'counts'>
  activity: () => Activity
  publisher: Publisher
  log: Logger
}

/** Says what changed in the terms of the contract; everything is read when it is told, so that saying it costs nothing. */
export class WindowNews {
  readonly #tellers: Tellers
  #lastLogId: number

  constructor(tellers: Tellers) {
    this.#tellers = tellers
    this.#lastLogId = tellers.database.productionLog.lastId()
  }

  job(id: number): void {
    const { publisher, desk } = this.#tellers
    publisher.publish('job.changed', id, () => desk.row(id))
    publisher.publish('queue.changed', 'queue', () => desk.counts())
    this.activity()
  }

  /** The chunks that a job speaks. */
  chunksOf(jobId: number): void {
    const { publisher, database } = this.#tellers
    for (const { id, productionId, chapterIndex, chunkIndex } of database.chunks.marksOfJob(jobId)) {
      publisher.publish('chunk.changed', id, () => {
        const mark = database.chunks.mark(id)
        return mark === null ? null : { productionId, chapterIndex, chunkIndex, tick: toTick(mark) }
      })
    }
  }

  production(id: number): void {
    const { publisher, board } = this.#tellers
    publisher.publish('production.changed', id, () => board.card(id))
    this.activity()
    this.productionLog()
  }

  /** Its chapters and chunks are others. */
  replanned(id: number): void {
    this.#tellers.publisher.publish('production.replanned', id, { id })
    this.production(id)
  }

  /** What was written into the productions' log since it was told last, by whomever. */
  productionLog(): void {
    const { publisher, database } = this.#tellers
    for (const entry of database.productionLog.after(this.#lastLogId, MOST_LOG_ENTRIES)) {
      this.#lastLogId = entry.id
      publisher.publish('production.logged', entry.id, entry)
    }
  }

  title(bookId: string): void {
    const { publisher, database } = this.#tellers
    publisher.publish('title.changed', bookId, () => database.titles.card(bookId))
  }

  activity(): void {
    const { publisher, activity } = this.#tellers
    publisher.publish('activity.changed', 'activity', activity)
  }

  /** Tells what the agent does; returns what ends it. */
  watchAgent(agent: Pick<Agent, 'onJob'>): () => void {
    return agent.onJob(({ kind, job }) => {
      if (kind === 'progress') return
      this.job(job.id)
      if (job.productionId === null) return
      this.chunksOf(job.id)
      this.production(job.productionId)
    })
  }

  /** Tells what becomes of productions that run by themselves. */
  witness(): ProductionWitness {
    const { board } = this.#tellers
    const changed = ({ id, bookId }: { id: number; bookId: string }) => {
      this.production(id)
      this.title(bookId)
    }
    return {
      begins: changed,
      progresses: ({ id }, progress) => {
        board.note(id, progress)
        this.production(id)
      },
      ends: (production) => {
        board.forget(production.id)
        changed(production)
      },
      fails: (production) => {
        board.forget(production.id)
        changed(production)
      },
    }
  }
}
