import { Worker } from 'node:worker_threads'
import { workerFile } from '#electron/config/app-files.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { ErrorCode } from '#shared/models/app-error.ts'
import type { MeasureRequest, SoundAnalysis } from './measure-request.ts'
import type { MeasureOptions } from './measure-sound.ts'

/** What the worker is told; `stop` ends what it measures. */
export type MeasureOrder = { kind: 'measure'; request: MeasureRequest } | { kind: 'stop' }

/** What the worker says; all but `progress` end an order to measure. */
export type MeasureReply =
  | { kind: 'progress'; measuredMs: number }
  | { kind: 'measured'; analysis: SoundAnalysis }
  | { kind: 'failed'; code: ErrorCode; message: string }
  | { kind: 'stopped' }

/** A worker thread that measures one sound after another. */
export class MeasureThread {
  readonly #worker = new Worker(workerFile('measure-worker'))
  #running: Promise<unknown> = Promise.resolve()
  #hear: (reply: MeasureReply) => void = () => undefined
  #fail: (error: Error) => void = () => undefined
  #isAlive = true

  constructor() {
    this.#worker
      .on('message', (reply: MeasureReply) => this.#hear(reply))
      .on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))))
      .on('exit', (code) => {
        this.#isAlive = false
        this.#fail(new Error(`The measuring thread ended with ${code}.`))
      })
  }

  /** One that has ended measures no more. */
  get isAlive(): boolean {
    return this.#isAlive
  }

  /** As `SoundMeasurer.measure`, one at a time. */
  async measure(request: MeasureRequest, { signal, onProgress }: MeasureOptions): Promise<SoundAnalysis> {
    signal?.throwIfAborted()
    const stop = (): void => this.#tell({ kind: 'stop' })
    signal?.addEventListener('abort', stop)
    try {
      const reply = await this.#order(request, onProgress)
      signal?.throwIfAborted()
      if (reply.kind === 'measured') return reply.analysis
      if (reply.kind === 'failed') throw new AppError(reply.code, reply.message)
      throw new AppError('media.measuringEnded', 'Measuring was ended because the studio closes.')
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  /** Stops what is being measured, so that no ffmpeg stays behind, and ends the thread. */
  async close(): Promise<void> {
    this.#tell({ kind: 'stop' })
    await this.#running.catch(() => undefined)
    await this.#worker.terminate()
  }

  async #order(request: MeasureRequest, onProgress: MeasureOptions['onProgress']) {
    const ended = new Promise<Exclude<MeasureReply, { kind: 'progress' }>>((resolve, reject) => {
      this.#hear = (reply) => (reply.kind === 'progress' ? onProgress?.(reply.measuredMs) : resolve(reply))
      this.#fail = reject
    })
    this.#running = ended
    this.#worker.ref()
    this.#tell({ kind: 'measure', request })
    // A thread that waits for work keeps no program from ending.
    return ended.finally(() => this.#worker.unref())
  }

  #tell(order: MeasureOrder): void {
    this.#worker.postMessage(order)
  }
}
