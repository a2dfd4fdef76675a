import { availableParallelism } from 'node:os'
import { AppError } from '#shared/models/app-error.ts'
import type { MeasureRequest, SoundAnalysis } from './measure-request.ts'
import type { MeasureOptions } from './measure-sound.ts'
import { MeasureThread } from './measure-thread.ts'

/** Measures sounds in worker threads, as many at a time as there are cores; threads start when first needed. */
export class SoundMeasurer {
  readonly #size: number
  readonly #free: MeasureThread[] = []
  readonly #busy = new Set<MeasureThread>()
  /** Wakes those who wait for a thread, in their order. */
  readonly #waiting: (() => void)[] = []
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
    options.signal?.throwIfAborted()
    const thread = await this.#take()
    try {
      return await thread.measure(request, options)
    } finally {
      this.#busy.delete(thread)
      if (thread.isAlive) this.#free.push(thread)
      this.#waiting.shift()?.()
    }
  }

  /** Ends all threads and what they measure; requests that wait are refused. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const wake of this.#waiting.splice(0)) wake()
    await Promise.all([...this.#free, ...this.#busy].map((thread) => thread.close()))
  }

  async #take(): Promise<MeasureThread> {
    while (!this.#isClosed && this.#busy.size >= this.#size) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    if (this.#isClosed) throw new AppError('media.measuringEnded', 'Measuring was ended because the studio closes.')
    let thread = this.#free.pop()
    while (thread && !thread.isAlive) thread = this.#free.pop()
    thread ??= new MeasureThread()
    this.#busy.add(thread)
    return thread
  }
}
