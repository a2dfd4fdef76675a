import { Worker } from 'node:worker_threads'
import { workerFile } from '#electron/config/app-files.ts'
import type { Drawing } from './drawing.ts'

/** What the worker is asked. */
export interface DrawingRequest {
  id: number
  drawing: Drawing
}

/** What the worker answers. */
export type DrawingReply = { id: number; png: Uint8Array } | { id: number; message: string }

interface Waiting {
  resolve: (png: Uint8Array) => void
  reject: (error: Error) => void
}

/** A thread that draws text, since that takes longer than a frame of the window. */
export class DrawingThread {
  readonly #worker = new Worker(workerFile('drawing-worker'))
  readonly #waiting = new Map<number, Waiting>()
  #failure: Error | null = null
  #lastId = 0

  constructor() {
    this.#worker.on('message', (reply: DrawingReply) => this.#hear(reply))
    this.#worker.on('error', (error: unknown) => this.#fail(error instanceof Error ? error : new Error(String(error))))
    this.#worker.on('exit', () => this.#fail(new Error('The drawing thread has ended.')))
  }

  /** A transparent PNG of the drawing's size. */
  async draw(drawing: Drawing): Promise<Uint8Array> {
    if (this.#failure) throw this.#failure
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ id, drawing } satisfies DrawingRequest)
    })
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #hear(reply: DrawingReply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if ('png' in reply) waiting?.resolve(reply.png)
    else waiting?.reject(new Error(`A text could not be drawn: ${reply.message}`))
  }

  #fail(error: Error): void {
    this.#failure ??= error
    for (const { reject } of this.#waiting.values()) reject(this.#failure)
    this.#waiting.clear()
  }
}
