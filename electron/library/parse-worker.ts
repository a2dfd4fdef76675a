import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '#shared/models/app-error.ts'
import { readBook } from '#electron/books/read-book.ts'
import { Foundry } from './foundry.ts'
import type { ParseReply, ParseRequest } from './parse-file.ts'
import { readSource } from './read-source.ts'
import { shelveBook } from './shelve-book.ts'

const reply = (message: ParseReply): void => parentPort?.postMessage(message)

void work(workerData as ParseRequest)

async function work({ path, maxChunkCharacters, foundryDir }: ParseRequest): Promise<void> {
  try {
    const source = await readSource(path)
    const book = readBook(source, { maxChunkCharacters })
    reply({ kind: 'parsed' })
    if (foundryDir === null) {
      reply({ kind: 'book', book })
    } else {
      const shelved = await shelveBook(new Foundry(foundryDir), book, { ...source, maxChunkCharacters })
      reply({ kind: 'shelved', shelved })
    }
  } catch (error: unknown) {
    if (error instanceof AppError) reply({ kind: 'failed', code: error.code, message: error.message, data: error.data })
    else reply({ kind: 'crashed', error, systemCode: systemCodeOf(error) })
  }
}

/** `ENOSPC` and its like, which an error loses on its way between threads. */
function systemCodeOf(error: unknown): string | null {
  return error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : null
}
