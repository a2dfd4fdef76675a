import { availableParallelism } from 'node:os'
import { AppError } from '#shared/models/app-error.ts'
import type { MeasureRequest, SoundAnalysis } from './measure-request.ts'
import type { MeasureOptions } from './measure-sound.ts'
import { MeasureThread } from './measure-thread.ts'

/** Measures sounds in worker threads, as many at a time as there are cores; threads start when first needed. */
export class SoundMeasurer {
  readonly #free: MeasureThread[] = []
  readonly #busy = new Set<MeasureThread>()
  readonly #waiting: (() => void)[] = []
  readonly #size: number
  #isClosed = false

  constructor(size = availableParallelism()) {
    this.#size = size
  }

  /**
   * Measures one sound; requests beyond the number of threads wait for their turn.
   *
   * `media.unreadable` when nothing can be decoded; an abort rejects with the signal's reason once ffmpeg is gone.
   */
  async measure(request: MeasureRequest, options: MeasureOptions = {}): Promise<SoundAnalysis> {
    const thread = await this.#take(options.signal)
    try {
      return await thread.measure(request, options)
    } finally {
      this.#busy.delete(thread)
      if (thread.isAlive && !this.#isClosed) this.#free.push(thread)
      this.#waiting.shift()?.()
    }
  }

  /** Ends all threads and with them what they measure. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const wake of this.#waiting.splice(0)) wake()
    await Promise.all([...this.#free, ...this.#busy].map((thread) => thread.close()))
  }

  async #take(signal: AbortSignal | undefined): Promise<MeasureThread> {
    while (!this.#isClosed && this.#free.length === 0 && this.#busy.size >= this.#size) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    if (this.#isClosed) throw closed()
    // One that has waited in vain leaves its turn to the next.
    if (signal?.aborted === true) this.#waiting.shift()?.()
    signal?.throwIfAborted()
    const thread = this.#free.pop() ?? new MeasureThread()
    this.#busy.add(thread)
    return thread
  }
}

function closed(): AppError {
  return new AppError('media.measuringEnded', 'Measuring ended because the studio closes.')
}
