import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '#shared/models/app-error.ts'
import { readBook } from '#electron/books/read-book.ts'
import { Foundry } from './foundry.ts'
import type { ParseReply, ParseRequest } from './parse-file.ts'
import { readSource } from './read-source.ts'
import { shelveBook } from './shelve-book.ts'

const reply = (message: ParseReply): void => parentPort?.postMessage(message)

try {
  const request = workerData as ParseRequest
  const source = await readSource(request.path)
  const { maxChunkCharacters, foundryDir } = request
  const book = readBook(source, { maxChunkCharacters })
  reply({ kind: 'parsed' })
  if (foundryDir === null) {
    reply({ kind: 'book', book })
  } else {
    reply({
      kind: 'shelved',
      shelved: await shelveBook(new Foundry(foundryDir), book, { ...source, maxChunkCharacters }),
    })
  }
} catch (error: unknown) {
  if (error instanceof AppError) reply({ kind: 'failed', code: error.code, message: error.message, data: error.data })
  else reply({ kind: 'crashed', error, systemCode: systemCodeOf(error) })
}

/** `ENOSPC` and its like, which an error loses on its way between threads. */
function systemCodeOf(error: unknown): string | null {
  return error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : null
}
