import { oldest, type WaitingLine } from '#electron/database/repositories/job.ts'

/** Keeps one server at one workflow for a while, so that models are not swapped for every job. */
export class Streak {
  readonly #maxMs: number
  #workflowId: string | null = null
  #sinceMs = 0

  /** After `maxMs` another workflow that waits gets its turn. */
  constructor(maxMs: number) {
    this.#maxMs = maxMs
  }

  /** The line to go on with: that of the present workflow, in its time, else the one that waits longest. */
  choose(lines: readonly WaitingLine[]): WaitingLine | null {
    const present = lines.find(({ workflowId }) => workflowId === this.#workflowId)
    const others = lines.filter((line) => line !== present)
    const isOver = performance.now() - this.#sinceMs >= this.#maxMs
    const chosen = present && (!isOver || others.length === 0) ? present : oldest(others.length > 0 ? others : lines)
    if (chosen && (chosen !== present || isOver)) {
      this.#workflowId = chosen.workflowId
      this.#sinceMs = performance.now()
    }
    return chosen
  }
}
