import { backoffMs, type BackoffRange } from '../client/backoff.ts'

/** A workflow that a server is spared for a while. */
export interface SetAside {
  workflowId: string
  /** ISO time at which it is tried again. */
  until: string
  failures: number
  /** The words of the last failure. */
  reason: string
}

interface Run {
  jobIds: Set<number>
  failures: number
  /** How often it was set aside. */
  rests: number
  restsUntilMs: number
  reason: string
}

/** Failures in a row that say that it is not the jobs: so many, of so many different jobs. */
const MOST_FAILURES = 5
const MOST_JOBS = 3

/**
 * One server's failures in a row, by workflow: a graphics card that has broken down must not fail a whole night's queue.
 *
 * After a rest one job is tried; its success ends the matter, its failure a longer rest.
 */
export class Setbacks {
  readonly #range: BackoffRange
  readonly #runs = new Map<string, Run>()

  constructor(range: BackoffRange) {
    this.#range = range
  }

  succeeded(workflowId: string): void {
    this.#runs.delete(workflowId)
  }

  /** True when the workflow is set aside from now on. */
  failed(workflowId: string, jobId: number, reason: string): boolean {
    const run = this.#runs.get(workflowId) ?? newRun()
    this.#runs.set(workflowId, run)
    run.jobIds.add(jobId)
    run.failures++
    run.reason = reason
    const isResting = run.restsUntilMs > performance.now()
    if (isResting || (run.rests === 0 && (run.failures < MOST_FAILURES || run.jobIds.size < MOST_JOBS))) return false
    run.restsUntilMs = performance.now() + backoffMs(run.rests++, this.#range)
    return true
  }

  /** How many jobs of the workflow the server may have at a time: none, one on trial, or any number. */
  room(workflowId: string): number {
    const run = this.#runs.get(workflowId)
    if (!run || run.rests === 0) return Infinity
    return run.restsUntilMs > performance.now() ? 0 : 1
  }

  /** What rests now, or waits for the outcome of a trial. */
  list(): SetAside[] {
    return [...this.#runs].flatMap(([workflowId, { rests, restsUntilMs, failures, reason }]) => {
      if (rests === 0) return []
      const until = new Date(Date.now() + restsUntilMs - performance.now()).toISOString()
      return [{ workflowId, until, failures, reason }]
    })
  }
}

function newRun(): Run {
  return { jobIds: new Set(), failures: 0, rests: 0, restsUntilMs: 0, reason: '' }
}
