import { Worker } from 'node:worker_threads'
import { workerFile } from '#electron/config/app-files.ts'
import { messageOf } from '#shared/models/app-error.ts'
import type { JobFileDefaults } from './job-file.ts'
import type { Finding, LookResult } from './job-folder.ts'

/** What the thread is started with. */
export interface FolderWork {
  dir: string
  defaults: JobFileDefaults
  skipped: readonly string[]
  expected: readonly string[]
  pollIntervalMs: number
}

/** What the thread is asked; `next` lets it look again. */
export type FolderRequest =
  | { kind: 'next'; pace: LookResult['pace'] }
  | { kind: 'again'; paths: readonly string[] }
  | { kind: 'expect'; paths: readonly string[] }

/** What the thread says. */
export type FolderMessage = { kind: 'parsing'; path: string | null } | ({ kind: 'looked' } & LookResult)

/** What a reader of the folder is given and whom it tells. */
export interface ReaderOptions extends Omit<FolderWork, 'skipped' | 'expected'> {
  /** Files that ought to be there. */
  expected: () => readonly string[]
  /** At most one further look comes before it has settled; must not reject. */
  onFindings: (findings: readonly Finding[]) => Promise<void>
  /** The thread has broken down; it is started again. */
  onTrouble: (path: string | null, error: unknown) => void
  /** The folder has not answered for a while, or does again. */
  onSilence: (isSilent: boolean) => void
}

/** Looks at the folder and tells what it finds. */
export interface FolderReader {
  start(): void
  /** Reads these anew. */
  again(paths: readonly string[]): void
  /** Tells of those that do not turn up. */
  expect(paths: readonly string[]): void
  close(): Promise<void>
}

/** No text takes a thousandth of it. */
const PARSE_DEADLINE_MS = 10_000
const SILENCE_MS = 20_000
const RESTART_MS = 1000
const MAX_HEAP_MB = 256

/** Looks at the folder for job files from a thread of its own: no file and no drive can hold up the studio. */
export class JobFolderThread implements FolderReader {
  readonly #options: ReaderOptions
  readonly #skipped: string[] = []
  #worker: Worker | null = null
  #parsing: string | null = null
  #timer: NodeJS.Timeout | undefined
  #isSilent = false
  #digested: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(options: ReaderOptions) {
    this.#options = options
  }

  start(): void {
    const { dir, defaults, pollIntervalMs, expected } = this.#options
    const work: FolderWork = { dir, defaults, pollIntervalMs, skipped: this.#skipped, expected: expected() }
    const worker = new Worker(workerFile('job-folder-worker'), {
      workerData: work,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    })
    this.#worker = worker
    worker.on('message', (message: FolderMessage) => void this.#hear(message))
    worker.on('error', (error) => this.#breakDown(worker, error))
    this.#expectNews()
  }

  again(paths: readonly string[]): void {
    this.#ask({ kind: 'again', paths })
  }

  expect(paths: readonly string[]): void {
    this.#ask({ kind: 'expect', paths })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#worker?.terminate()
  }

  async #hear(message: FolderMessage): Promise<void> {
    this.#parsing = message.kind === 'parsing' ? message.path : null
    this.#expectNews()
    if (message.kind === 'parsing') return
    this.#setSilent(false)
    // One look ahead: while the studio digests this one, the thread reads on.
    const before = this.#digested
    this.#digested = before.then(() => this.#options.onFindings(message.findings))
    await before
    this.#ask({ kind: 'next', pace: message.pace })
    this.#expectNews()
  }

  #ask(request: FolderRequest): void {
    if (!this.#isClosed) this.#worker?.postMessage(request)
  }

  #expectNews(): void {
    clearTimeout(this.#timer)
    const { pollIntervalMs } = this.#options
    const parsing = this.#parsing
    this.#timer =
      parsing === null
        ? setTimeout(() => this.#setSilent(true), pollIntervalMs + SILENCE_MS)
        : setTimeout(() => this.#breakDown(this.#worker, new Error('Its parser did not end.')), PARSE_DEADLINE_MS)
  }

  #setSilent(isSilent: boolean): void {
    if (isSilent !== this.#isSilent) this.#options.onSilence(isSilent)
    this.#isSilent = isSilent
  }

  /** The file that broke it is left alone from now on. */
  #breakDown(worker: Worker | null, error: unknown): void {
    if (this.#isClosed || worker !== this.#worker) return
    const path = this.#parsing
    if (path !== null) this.#skipped.push(path)
    this.#parsing = null
    this.#worker = null
    void worker?.terminate()
    this.#options.onTrouble(path, messageOf(error))
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.start(), RESTART_MS)
  }
}
