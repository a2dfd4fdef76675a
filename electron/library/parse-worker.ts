import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '#shared/models/app-error.ts'
import type { Book } from '#shared/models/book.ts'
import { readBook } from '#electron/books/read-book.ts'
import { Foundry } from './foundry.ts'
import type { ParseReply, ParseRequest } from './parse-file.ts'
import { type SourceFile, readSource } from './read-source.ts'
import { shelveBook } from './shelve-book.ts'

const reply = (message: ParseReply): void => parentPort?.postMessage(message)

try {
  const request = workerData as ParseRequest
  const source = await readSource(request.path)
  const book = bookOf(source, request)
  reply({ kind: 'parsed' })
  if (request.foundryDir === null) {
    reply({ kind: 'book', book })
  } else {
    const { maxChunkCharacters } = request
    reply({
      kind: 'shelved',
      shelved: await shelveBook(new Foundry(request.foundryDir), book, { ...source, maxChunkCharacters }),
    })
  }
} catch (error: unknown) {
  if (error instanceof AppError) reply({ kind: 'failed', code: error.code, message: error.message, data: error.data })
  else reply({ kind: 'crashed', error })
}

function bookOf(source: SourceFile, { maxChunkCharacters }: ParseRequest): Book {
  const book = readBook(source, { maxChunkCharacters })
  return book.gutenbergId === null ? { ...book, bookId: `x${source.sha256.slice(0, 12)}` } : book
}
