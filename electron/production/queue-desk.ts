import type { Agent } from '#electron/comfyui/agent/agent.ts'
import type { JobQuery } from '#shared/models/job-row.ts'
import type { CancelPlan, JobFailures, QueueState, RenderStatistics } from '#shared/models/queue-state.ts'
import { inSlices } from './in-slices.ts'
import { adviceOn, firstLineOf } from './job-advice.ts'
import type { Producer } from './producer.ts'
import { retryJobs } from './production-state.ts'
import { daysAgo, figuresOf, outlookOf } from './queue-state.ts'
import type { ProductionServices } from './step.ts'

interface DeskOptions extends Pick<ProductionServices, 'database'> {
  agent: Pick<Agent, 'wake' | 'cancelJob' | 'servers'>
  producer: Pick<Producer, 'wake'>
  /** Hears of each job that was changed here. */
  onChange: (jobId: number) => void
  /** Hears when the queue was paused or resumed. */
  onPause: () => void
}

/** How long an estimate of what is to come holds. */
const OUTLOOK_MS = 2000

/** The queue as a whole, as producers look at it and change it. */
export class QueueDesk {
  readonly #options: DeskOptions
  readonly #closing = new AbortController()
  #outlook: { atMs: number; value: ReturnType<typeof outlookOf> } | null = null

  constructor(options: DeskOptions) {
    this.#options = options
  }

  /** Leaves long work where it is. */
  close(): void {
    this.#closing.abort()
  }

  state(): QueueState {
    const nowMs = performance.now()
    if (this.#outlook === null || nowMs - this.#outlook.atMs >= OUTLOOK_MS) {
      this.#outlook = { atMs: nowMs, value: this.#lookAhead() }
    }
    return { ...figuresOf(this.#options.database), ...this.#outlook.value }
  }

  /** Lasts over restarts, and is heeded by whoever works on the queue. */
  setPaused(isPaused: boolean): QueueState {
    const { database, agent, onPause } = this.#options
    database.studioState.set('queue.paused', isPaused)
    agent.wake()
    onPause()
    return this.state()
  }

  failures(query: Omit<JobQuery, 'status'>): Omit<JobFailures, 'revision'> {
    const { groups, isAll } = this.#options.database.queueSurvey.failures(query)
    return {
      isAll,
      groups: groups.map(({ errorClass, workflowId, serverName, jobs, errorTrace, at }) => ({
        query: { ...query, status: 'failed', errorClass, workflowId, ...(serverName !== null && { serverName }) },
        ...{ errorClass, workflowId, serverName, jobs, at },
        message: firstLineOf(errorTrace),
        advice: adviceOn(errorClass),
      })),
    }
  }

  /** Retries what has failed by itself, and what was cancelled only where the query asks for it; returns how many that were. */
  async retryFailed(query: Omit<JobQuery, 'status'>): Promise<number> {
    const { database, agent, producer, onChange } = this.#options
    let jobs = 0
    await inSlices(database.jobs.failedIds(query), { database, signal: this.#closing.signal }, (id) => {
      // It may have been retried by somebody else since the list was made.
      if (database.jobs.get(id)?.status !== 'failed') return
      retryJobs(database, [id])
      onChange(id)
      jobs++
    })
    agent.wake()
    producer.wake()
    return jobs
  }

  cancelPlan(query: JobQuery): CancelPlan {
    const { queue, queueSurvey } = this.#options.database
    const { pending, processing } = queue.counts(query)
    return { waiting: pending, running: processing, productions: queueSurvey.productionsWaitingFor(query) }
  }

  /** Cancels what waits, then what runs, and returns how many jobs that were. */
  async cancelAll(query: JobQuery): Promise<number> {
    const { database, agent } = this.#options
    let jobs = 0
    for (const status of ['pending', 'processing'] as const) {
      if (query.status !== undefined && query.status !== status) continue
      const ids = database.queueSurvey.ids({ ...query, status })
      await inSlices(ids, { database, signal: this.#closing.signal }, (id) => {
        if (database.jobs.get(id)?.status !== status) return
        agent.cancelJob(id, 'The job was cancelled.')
        jobs++
      })
    }
    return jobs
  }

  /** By server and workflow over so many UTC days, the present one included. */
  statistics(days: number): { since: string; rows: RenderStatistics[] } {
    const since = daysAgo(days)
    return { since: since.toISOString(), rows: this.#options.database.renderPace.list(since) }
  }

  #lookAhead(): ReturnType<typeof outlookOf> {
    const { agent, database } = this.#options
    const ready = agent.servers().flatMap(({ name, status }) => (status === 'ready' ? name : []))
    return outlookOf(database, (serverName) => ready.includes(serverName))
  }
}
