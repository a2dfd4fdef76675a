import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { workerFile } from '#electron/config/app-files.ts'
import { AppError, type ErrorCode, messageOf } from '#shared/models/app-error.ts'
import type { Book } from '#shared/models/book.ts'
import type { ShelvedBook } from './shelve-book.ts'

/** What the worker is to read; with a foundry it waits to be told under which id to write the book there. */
export interface ParseRequest {
  path: string
  maxChunkCharacters: number
  foundryDir: string | null
}

/** What is known of a book before it is on the shelf. */
export interface KnownBook {
  bookId: string
  title: string
  author: string
  /** Of the source file. */
  sha256: string
  /** The folder of a book, which comes with an id of its own. */
  isFolder: boolean
}

/** The go-ahead for writing. */
export interface ShelveRequest {
  bookId: string
}

/** What the worker says; after `known` only the disk can take time. */
export type ParseReply =
  | { kind: 'known'; known: KnownBook }
  | { kind: 'book'; book: Book }
  | { kind: 'shelved'; shelved: ShelvedBook }
  | { kind: 'failed'; code: ErrorCode; message: string; data: Readonly<Record<string, unknown>> }
  | { kind: 'crashed'; error: unknown; systemCode: string | null }

export interface ParseOptions {
  maxChunkCharacters: number
  /** Longest time for reading and understanding the file. */
  deadlineMs?: number
  /** Heap of the reading thread: 512 keeps the whole process below 1 GB, whatever a file makes of itself. */
  maxHeapMb?: number
}

const MAX_HEAP_MB = 512
const YOUNG_HEAP_MB = 4

/** With the start of the command the answer comes within ten seconds. */
const DEADLINE_MS = 8_000

/** A thread that reads one file; whatever becomes of it is told by `next`. */
export class ParseThread {
  readonly #worker: Worker
  readonly #name: string
  readonly #replies: ParseReply[] = []
  #failure: Error | null = null
  #notify: () => void = () => undefined
  readonly #timer: NodeJS.Timeout

  constructor(request: ParseRequest, { deadlineMs = DEADLINE_MS, maxHeapMb = MAX_HEAP_MB }: ParseOptions) {
    this.#name = basename(request.path)
    this.#worker = new Worker(workerFile('parse-worker'), {
      workerData: request,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    })
    this.#timer = setTimeout(() => this.abandon(timeout(this.#name, deadlineMs)), deadlineMs)
    this.#worker.on('message', (reply: ParseReply) => this.#hear(reply))
    this.#worker.on('messageerror', (error) => this.abandon(reasonOf(this.#name, error)))
    this.#worker.on('error', (error) => this.abandon(reasonOf(this.#name, error)))
    this.#worker.on('exit', (code) => this.abandon(reasonOf(this.#name, new Error(`exit code ${code}`))))
  }

  /** The worker's next reply, which must be of this kind; rejects with why there is none. */
  async next<Kind extends ParseReply['kind']>(kind: Kind): Promise<Extract<ParseReply, { kind: Kind }>> {
    while (this.#replies.length === 0) {
      if (this.#failure !== null) throw this.#failure
      await new Promise<void>((resolve) => (this.#notify = resolve))
    }
    const reply = this.#replies.shift()
    if (reply?.kind !== kind) throw new Error(`The parse worker answered ${reply?.kind}, not ${kind}.`)
    return reply as Extract<ParseReply, { kind: Kind }>
  }

  tell(request: ShelveRequest): void {
    this.#worker.postMessage(request)
  }

  /** Ends the thread; `next` rejects with the reason, the first one of several. */
  abandon(reason: unknown): void {
    clearTimeout(this.#timer)
    this.#failure ??= reason instanceof Error ? reason : new Error(String(reason))
    this.#notify()
    void this.#worker.terminate()
  }

  /** Ends the thread and waits until it has. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#worker.terminate()
  }

  #hear(reply: ParseReply): void {
    if (reply.kind === 'failed') this.abandon(new AppError(reply.code, reply.message, { data: reply.data }))
    else if (reply.kind === 'crashed') this.abandon(crash(this.#name, reply))
    else {
      if (reply.kind === 'known') clearTimeout(this.#timer)
      this.#replies.push(reply)
      this.#notify()
    }
  }
}

function timeout(name: string, deadlineMs: number): AppError {
  return new AppError(
    'book.timeout',
    `${name} was not understood within ${deadlineMs / 1000} s: it is no usual book file.`,
  )
}

function crash(name: string, { error, systemCode }: { error: unknown; systemCode: string | null }): AppError {
  if (systemCode === null) return reasonOf(name, error)
  const message = `The folder of ${name} could not be written (${systemCode}). Check free space and permissions.`
  return new AppError('foundry.unwritable', message, { cause: error })
}

/** A file that breaks its reader is refused by name; the cause keeps the stack for the log. */
function reasonOf(name: string, error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = messageOf(error)
  const options = { cause: error }
  if (code === 'ERR_WORKER_OUT_OF_MEMORY' || /allocation failed|invalid string length|invalid array/i.test(message)) {
    return new AppError('book.tooLarge', `${name} takes more memory than any book should: it was refused.`, options)
  }
  if (/call stack/i.test(message)) {
    return new AppError('book.tooComplex', `${name} is nested too deeply to be a book: it was refused.`, options)
  }
  return new AppError(
    'book.unreadable',
    `${name} could not be understood (${message.split('\n', 1)[0] ?? ''}).`,
    options,
  )
}
