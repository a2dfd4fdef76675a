import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '#shared/models/app-error.ts'

/** What a farm server's process says. */
export type FarmMessage = { url: string } | { seed: number; busyMs: number }

/** A time in which a server was there, by our clock; `toMs` is Infinity while it is. */
export interface UpTime {
  fromMs: number
  toMs: number
}

const WORKER = fileURLToPath(new URL('./farm-server-worker.ts', import.meta.url))

/** An engine in a process of its own that takes a known time for each prompt and can be killed and started again. */
export class FarmServer {
  readonly name: string
  /** In the order in which they ended, over all of its lives, which are its up times. */
  readonly runs: { seed: number; busyMs: number; life: number }[] = []
  readonly upTimes: UpTime[] = []
  readonly #promptMs: number
  readonly #dataDir: string
  #url = ''
  #child: ChildProcess | null = null

  constructor(name: string, promptMs: number, folder: string) {
    this.name = name
    this.#promptMs = promptMs
    this.#dataDir = join(folder, name)
  }

  get url(): string {
    return this.#url
  }

  /** Resolves when it answers; a second start takes the same address. */
  async start(): Promise<void> {
    const port = this.#url === '' ? '0' : new URL(this.#url).port
    const child = spawn(process.execPath, [WORKER, this.#dataDir, port, String(this.#promptMs)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#child = child
    const life = this.upTimes.length
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () =>
        reject(new AppError('bench.serverFailed', `The bench server ${this.name} did not start.`)),
      )
      child.on('message', (message: FarmMessage) => {
        if ('seed' in message) {
          this.runs.push({ ...message, life })
          return
        }
        this.#url = message.url
        this.upTimes.push({ fromMs: performance.now(), toMs: Infinity })
        resolve()
      })
    })
  }

  /** As the power does: it has no time for a word. */
  async kill(): Promise<void> {
    const child = this.#child
    const last = this.upTimes.at(-1)
    if (child === null) return
    this.#child = null
    if (last) last.toMs = performance.now()
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
}
