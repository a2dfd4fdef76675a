import type { Job, NewJob } from '#shared/models/job.ts'

type Work = Pick<NewJob, 'jobType' | 'workflowId' | 'inputs'>

/** Files that are not where they were, found again by what their jobs do; thousands may be renamed at once. */
export class MissingFiles {
  readonly #works = new Map<string, string | null>()
  readonly #paths = new Map<string, Set<string>>()

  has(path: string): boolean {
    return this.#works.has(path)
  }

  add(path: string, job: Job | null): void {
    this.delete(path)
    const work = job && workOf(job)
    this.#works.set(path, work)
    if (work === null) return
    const paths = this.#paths.get(work) ?? new Set()
    this.#paths.set(work, paths.add(path))
  }

  delete(path: string): void {
    const work = this.#works.get(path)
    this.#works.delete(path)
    if (work === undefined || work === null) return
    const paths = this.#paths.get(work)
    paths?.delete(path)
    if (paths?.size === 0) this.#paths.delete(work)
  }

  /** The files whose jobs may be the same as this one. */
  like(job: Work): string[] {
    return [...(this.#paths.get(workOf(job)) ?? [])]
  }
}

function workOf({ jobType, workflowId, inputs }: Work): string {
  return JSON.stringify([jobType, workflowId, Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1))])
}
