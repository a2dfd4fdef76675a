interface Measured {
  jobs: number
  renderMs: number
}

/** Prompts of a size before it is judged. */
const ENOUGH_PROMPTS = 3
/** What twice the size must gain to be worth its longer prompts. */
const LEAST_GAIN = 1.05

/** How many jobs of a workflow one server renders in one graph: as many as have proved to gain something. */
export class BatchSizes {
  readonly #max: number
  readonly #measured = new Map<string, Measured>()
  /** By workflow: sizes from here on were too much for the server. */
  readonly #tooLarge = new Map<string, number>()

  /** `max` 1 is off. */
  constructor(max: number) {
    this.#max = max
  }

  /** A power of two: each is measured, then doubled as long as that pays. */
  sizeFor(workflowId: string): number {
    let size = 1
    for (; ; size *= 2) {
      const here = this.#rate(workflowId, size)
      if (here === null) return size
      if (size > 1 && here < LEAST_GAIN * (this.#rate(workflowId, size / 2) ?? 0)) return size / 2
      const next = size * 2
      if (next > this.#max || next >= (this.#tooLarge.get(workflowId) ?? Infinity)) return size
    }
  }

  /** A job was rendered among so many; `renderMs` is its part of the time. */
  note(workflowId: string, size: number, renderMs: number): void {
    const key = keyOf(workflowId, size)
    const known = this.#measured.get(key) ?? { jobs: 0, renderMs: 0 }
    this.#measured.set(key, { jobs: known.jobs + 1, renderMs: known.renderMs + renderMs })
  }

  /** The server's memory did not do for so many. */
  shrink(workflowId: string, size: number): void {
    this.#tooLarge.set(workflowId, Math.min(size, this.#tooLarge.get(workflowId) ?? Infinity))
  }

  /** Jobs a ms; null before enough was measured. */
  #rate(workflowId: string, size: number): number | null {
    const known = this.#measured.get(keyOf(workflowId, size))
    return known && known.jobs >= ENOUGH_PROMPTS * size ? known.jobs / Math.max(1, known.renderMs) : null
  }
}

function keyOf(workflowId: string, size: number): string {
  return JSON.stringify([workflowId, size])
}
