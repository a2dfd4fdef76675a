import type { WaitingLine } from '#electron/database/repositories/job.ts'

interface Group {
  workflowId: string
  jobs: number
  size: number
}

/** For how many prompts a server has room, and how many jobs of a line go into each. */
export class BatchPlan {
  readonly #prompts: number
  readonly #sizeFor: (line: WaitingLine) => number
  readonly #groups: Group[] = []

  /** `sizeFor` says how many jobs the next one of a line may be rendered with, itself included. */
  constructor(prompts: number, sizeFor: (line: WaitingLine) => number) {
    this.#prompts = prompts
    this.#sizeFor = sizeFor
  }

  /** Jobs of the workflow that the plan has so far. */
  taken(workflowId: string): number {
    return this.#groups.reduce((sum, group) => (group.workflowId === workflowId ? sum + group.jobs : sum), 0)
  }

  hasRoomFor(line: WaitingLine): boolean {
    return this.#groups.length < this.#prompts || this.#canJoin(line)
  }

  /** The next job of the line is part of it; only for a line that there is room for. */
  add(line: WaitingLine): void {
    const last = this.#groups.at(-1)
    if (last && this.#canJoin(line)) last.jobs++
    else this.#groups.push({ workflowId: line.workflowId, jobs: 1, size: this.#sizeFor(line) })
  }

  /** The jobs that were taken, in the order in which they were added, prompt by prompt. */
  divide<Job>(jobs: readonly Job[]): Job[][] {
    let from = 0
    return this.#groups.map((group) => jobs.slice(from, (from += group.jobs))).filter(({ length }) => length > 0)
  }

  #canJoin(line: WaitingLine): boolean {
    const last = this.#groups.at(-1)
    return last?.workflowId === line.workflowId && last.jobs < last.size && this.#sizeFor(line) > 1
  }
}
