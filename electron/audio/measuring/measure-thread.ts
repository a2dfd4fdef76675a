import { Worker } from 'node:worker_threads'
import { workerFile } from '#electron/config/app-files.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { ErrorCode } from '#shared/models/app-error.ts'
import type { MeasureRequest, SoundAnalysis } from './measure-request.ts'
import type { MeasureOptions } from './measure-sound.ts'

/** What the worker is told; `stop` ends what it measures. */
export type MeasureOrder = { kind: 'measure'; request: MeasureRequest } | { kind: 'stop' }

/** What the worker says; each order to measure has one of the last three for its end. */
export type MeasureReply =
  | { kind: 'progress'; measuredMs: number }
  | { kind: 'measured'; analysis: SoundAnalysis }
  | { kind: 'failed'; failure: { code: ErrorCode; message: string; data: Readonly<Record<string, unknown>> } }
  | { kind: 'crashed'; error: unknown }

/** A worker thread that measures one sound after another. */
export class MeasureThread {
  readonly #worker = new Worker(workerFile('measure-worker'))
  #hear: (reply: MeasureReply) => void = () => undefined
  isAlive = true

  constructor() {
    this.#worker.on('message', (reply: MeasureReply) => this.#hear(reply))
    this.#worker.on('error', (error) => this.#hear({ kind: 'crashed', error }))
    this.#worker.on('exit', (code) => {
      this.isAlive = false
      this.#hear({ kind: 'crashed', error: new Error(`The measuring thread ended with ${code}`) })
    })
  }

  /** One at a time; as `SoundMeasurer.measure`. */
  async measure(request: MeasureRequest, { signal, onProgress }: MeasureOptions): Promise<SoundAnalysis> {
    signal?.throwIfAborted()
    const stop = (): void => this.#tell({ kind: 'stop' })
    signal?.addEventListener('abort', stop)
    try {
      const reply = await new Promise<Exclude<MeasureReply, { kind: 'progress' }>>((resolve) => {
        this.#hear = (heard) => (heard.kind === 'progress' ? onProgress?.(heard.measuredMs) : resolve(heard))
        this.#tell({ kind: 'measure', request })
      })
      signal?.throwIfAborted()
      if (reply.kind === 'measured') return reply.analysis
      if (reply.kind === 'failed') throw new AppError(reply.failure.code, reply.failure.message, reply.failure)
      throw reply.error instanceof Error ? reply.error : new Error(messageOf(reply.error))
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #tell(order: MeasureOrder): void {
    this.#worker.postMessage(order)
  }
}
