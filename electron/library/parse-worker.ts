import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '#shared/models/app-error.ts'
import { readBook } from '#electron/books/read-book.ts'
import { adoptFolder, readFolder } from './adopt-folder.ts'
import { Foundry } from './foundry.ts'
import type { ParseReply, ParseRequest, ShelveRequest } from './parse-thread.ts'
import { readSource } from './read-source.ts'
import { shelveBook } from './shelve-book.ts'

const reply = (message: ParseReply): void => parentPort?.postMessage(message)

void work(workerData as ParseRequest).catch((error: unknown) => {
  if (error instanceof AppError) reply({ kind: 'failed', code: error.code, message: error.message, data: error.data })
  else reply({ kind: 'crashed', error, systemCode: systemCodeOf(error) })
})

async function work(request: ParseRequest): Promise<void> {
  const { path, foundryDir } = request
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true
  await (isFolder && foundryDir !== null ? workOnFolder(path, foundryDir) : workOnFile(request))
}

async function workOnFile({ path, maxChunkCharacters, foundryDir }: ParseRequest): Promise<void> {
  const source = await readSource(path)
  const book = readBook(source, { maxChunkCharacters })
  const { title, author } = book
  reply({ kind: 'known', known: { bookId: book.bookId, title, author, sha256: source.sha256, isFolder: false } })
  if (foundryDir === null) {
    reply({ kind: 'book', book })
    return
  }
  const { bookId } = await goAhead()
  const shelved = await shelveBook(new Foundry(foundryDir), { ...book, bookId }, { ...source, maxChunkCharacters })
  reply({ kind: 'shelved', shelved })
}

/** A folder keeps its id: all its paths are told by it. */
async function workOnFolder(path: string, foundryDir: string): Promise<void> {
  const { bookId, title, author, source } = await readFolder(path)
  reply({ kind: 'known', known: { bookId, title, author, sha256: source.sha256, isFolder: true } })
  await goAhead()
  reply({ kind: 'shelved', shelved: await adoptFolder(new Foundry(foundryDir), path) })
}

async function goAhead(): Promise<ShelveRequest> {
  if (parentPort === null) throw new Error('This module only runs in a worker thread.')
  const [request] = (await once(parentPort, 'message')) as [ShelveRequest]
  return request
}

/** `ENOSPC` and its like, which an error loses on its way between threads. */
function systemCodeOf(error: unknown): string | null {
  return error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : null
}
