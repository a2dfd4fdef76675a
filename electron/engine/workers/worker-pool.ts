import { Worker } from 'node:worker_threads'
import { workerFile } from '#electron/config/app-files.ts'
import { NodeError, NodeInterrupted } from '../node-class.ts'
import type { TaskKind, WorkerReply, WorkerTasks } from './worker-task.ts'

/** How long a task may take and what may end it early. */
export interface TaskLimits {
  signal: AbortSignal
  /** A worker that needs longer is ended and replaced. */
  deadlineMs: number
}

interface QueuedTask {
  message: { kind: TaskKind; request: unknown }
  limits: TaskLimits
  resolve(result: unknown): void
  reject(error: Error): void
}

/** Worker threads for speech, sound and pictures, started when first needed. */
export class WorkerPool {
  readonly #size: number
  readonly #idle: Worker[] = []
  readonly #busy = new Map<Worker, (error: Error) => void>()
  readonly #queue: QueuedTask[] = []
  #isClosed = false

  constructor(size: number) {
    this.#size = Math.max(1, size)
  }

  /** Runs a task on the next free thread; an interrupt ends a running task with its thread, a waiting one in its turn. */
  run<K extends TaskKind>(
    kind: K,
    request: WorkerTasks[K]['request'],
    limits: TaskLimits,
  ): Promise<WorkerTasks[K]['result']> {
    return new Promise((resolve, reject) => {
      const settle = (result: unknown): void => resolve(result as WorkerTasks[K]['result'])
      this.#queue.push({ message: { kind, request }, limits, resolve: settle, reject })
      this.#dispatch()
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const workers = [...this.#idle, ...this.#busy.keys()]
    for (const task of this.#queue.splice(0)) task.reject(new NodeInterrupted())
    for (const abandon of this.#busy.values()) abandon(new NodeInterrupted())
    await Promise.all(workers.map((worker) => worker.terminate()))
  }

  #dispatch(): void {
    while (this.#queue.length > 0 && (this.#idle.length > 0 || this.#busy.size < this.#size)) {
      const task = this.#queue.shift()
      if (!task) return
      if (this.#isClosed || task.limits.signal.aborted) task.reject(new NodeInterrupted())
      else this.#assign(this.#idle.pop() ?? this.#start(), task)
    }
  }

  #start(): Worker {
    const worker = new Worker(workerFile('engine-worker'))
    // One that ends while idle is simply not used again.
    worker
      .on('error', () => undefined)
      .on('exit', () => {
        const index = this.#idle.indexOf(worker)
        if (index >= 0) this.#idle.splice(index, 1)
      })
    return worker
  }

  #assign(worker: Worker, task: QueuedTask): void {
    const { signal, deadlineMs } = task.limits
    const settle = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      worker.off('error', abandon).off('exit', onExit).off('message', onMessage)
      this.#busy.delete(worker)
    }
    const abandon = (error: Error): void => {
      settle()
      void worker.terminate()
      task.reject(error)
      this.#dispatch()
    }
    const onAbort = (): void => abandon(new NodeInterrupted())
    const onExit = (): void =>
      abandon(new NodeError(`The ${task.message.kind} worker ended unexpectedly.`, 'RuntimeError'))
    const onMessage = (reply: WorkerReply): void => {
      settle()
      if (!this.#isClosed) this.#idle.push(worker)
      if (reply.ok) task.resolve(reply.result)
      else task.reject(new NodeError(reply.message, reply.exceptionType))
      this.#dispatch()
    }
    const timer = setTimeout(() => abandon(deadlineError(task.message.kind, deadlineMs)), deadlineMs)
    signal.addEventListener('abort', onAbort)
    worker.on('error', abandon).on('exit', onExit).on('message', onMessage)
    this.#busy.set(worker, abandon)
    worker.postMessage(task.message)
  }
}

function deadlineError(kind: TaskKind, deadlineMs: number): NodeError {
  return new NodeError(
    `The ${kind} task was ended after ${Math.round(deadlineMs / 1000)} s without a result.`,
    'TimeoutError',
  )
}
