import type { Job } from '#shared/models/job.ts'
import type { RenderStatistics } from '#shared/models/queue-state.ts'

/** Sums over the latest jobs of one server and workflow, older ones counting less and less. */
interface Sums {
  jobs: number
  characters: number
  renderMs: number
}

/** What a job adds to what is known of before: some ten jobs decide. */
const KEPT = 0.9
/** The part of a job's usual time below which nothing was rendered. */
const CACHED = 0.05

/** How fast servers render each workflow, measured. */
export class Pace {
  readonly #sums = new Map<string, Sums>()

  /** Starts from what earlier runs of the studio have measured. */
  constructor(earlier: readonly RenderStatistics[] = []) {
    for (const { serverName, workflowId, jobsDone, characters, renderMs } of earlier) {
      if (jobsDone === 0) continue
      const sums = { jobs: 1, characters: characters / jobsDone, renderMs: renderMs / jobsDone }
      this.#sums.set(keyOf(serverName, workflowId), sums)
    }
  }

  /** A server has rendered a job. */
  note(serverName: string, workflowId: string, { characters, renderMs }: { characters: number; renderMs: number }) {
    const key = keyOf(serverName, workflowId)
    const known = this.#sums.get(key) ?? { jobs: 0, characters: 0, renderMs: 0 }
    this.#sums.set(key, {
      jobs: known.jobs * KEPT + 1,
      characters: known.characters * KEPT + characters,
      renderMs: known.renderMs * KEPT + renderMs,
    })
  }

  /** True for a time so short that the server must have had the result already. */
  isCached(serverName: string, workflowId: string, renderMs: number): boolean {
    return renderMs < (this.jobMs(serverName, workflowId) ?? 0) * CACHED
  }

  /** How long a job takes there; null before one was rendered. */
  jobMs(serverName: string, workflowId: string): number | null {
    const sums = this.#sums.get(keyOf(serverName, workflowId))
    return sums ? sums.renderMs / sums.jobs : null
  }

  /** How long so much text takes there; for work without text, how long a job takes. */
  expectedMs(serverName: string, workflowId: string, characters: number): number | null {
    const sums = this.#sums.get(keyOf(serverName, workflowId))
    if (!sums) return null
    return characters > 0 && sums.characters > 0
      ? (sums.renderMs * characters) / sums.characters
      : sums.renderMs / sums.jobs
  }
}

/** What a job's time grows with: the length of the text that is spoken; a picture's prompt costs nothing. */
export function spokenCharacters({ jobType, inputs }: Pick<Job, 'jobType' | 'inputs'>): number {
  if (jobType !== 'SPEECH') return 0
  return Math.max(0, ...Object.values(inputs).map((value) => (typeof value === 'string' ? value.length : 0)))
}

function keyOf(serverName: string, workflowId: string): string {
  return JSON.stringify([serverName, workflowId])
}
