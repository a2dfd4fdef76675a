import { basename } from 'node:path'
import { Worker } from 'node:worker_threads'
import { workerFile } from '#electron/config/app-files.ts'
import { AppError, type ErrorCode, messageOf } from '#shared/models/app-error.ts'
import type { Book } from '#shared/models/book.ts'
import type { ShelvedBook } from './shelve-book.ts'

/** What the worker is to do; with a folder it also writes the book there. */
export interface ParseRequest {
  path: string
  maxChunkCharacters: number
  foundryDir: string | null
}

/** What the worker says; after `parsed` only the disk can take time. */
export type ParseReply =
  | { kind: 'parsed' }
  | { kind: 'book'; book: Book }
  | { kind: 'shelved'; shelved: ShelvedBook }
  | { kind: 'failed'; code: ErrorCode; message: string; data: Readonly<Record<string, unknown>> }
  | { kind: 'crashed'; error: unknown; systemCode: string | null }

interface ParseOptions {
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

/** Reads a file into a book, in a thread of its own; a file that is no book throws an `AppError` with a `book.` code. */
export async function parseFile(path: string, options: ParseOptions): Promise<Book> {
  const reply = await ask({ path, maxChunkCharacters: options.maxChunkCharacters, foundryDir: null }, options)
  if (reply.kind !== 'book') throw new Error(`The parse worker answered ${reply.kind}.`)
  return reply.book
}

/** Reads a file and writes its folder below `foundryDir`, so that no text passes through the calling thread. */
export async function shelveFile(path: string, options: ParseOptions & { foundryDir: string }): Promise<ShelvedBook> {
  const { maxChunkCharacters, foundryDir } = options
  const reply = await ask({ path, maxChunkCharacters, foundryDir }, options)
  if (reply.kind !== 'shelved') throw new Error(`The parse worker answered ${reply.kind}.`)
  return reply.shelved
}

function ask(
  request: ParseRequest,
  { deadlineMs = DEADLINE_MS, maxHeapMb = MAX_HEAP_MB }: ParseOptions,
): Promise<ParseReply> {
  const name = basename(request.path)
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile('parse-worker'), {
      workerData: request,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
    })
    const settle = (finish: () => void): void => {
      clearTimeout(timer)
      finish()
      void worker.terminate()
    }
    const timer = setTimeout(() => settle(() => reject(timeout(name, deadlineMs))), deadlineMs)
    worker.on('message', (reply: ParseReply) => {
      switch (reply.kind) {
        case 'parsed':
          clearTimeout(timer)
          break
        case 'failed':
          settle(() => reject(new AppError(reply.code, reply.message, { data: reply.data })))
          break
        case 'crashed':
          settle(() => reject(crash(name, reply)))
          break
        default:
          settle(() => resolve(reply))
      }
    })
    worker.on('messageerror', (error) => settle(() => reject(reasonOf(name, error))))
    worker.on('error', (error) => settle(() => reject(reasonOf(name, error))))
    worker.on('exit', (code) => settle(() => reject(reasonOf(name, new Error(`exit code ${code}`)))))
  })
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
