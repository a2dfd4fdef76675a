import { mkdir, open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { Http } from './http.ts'
import type { ServerFile } from './outcome.ts'

/** A transfer without a byte for this long has broken off. */
const STALL_MS = 30_000

/**
 * Streams a server's file to `path`, whose folder is made when it is missing, and flushes it to the disk.
 *
 * Throws `file.missing` when the server no longer has it, `server.noAnswer` when it came short, `output.unwritable` when our own
 * disk does not take it.
 */
export function downloadFile(
  http: Http,
  file: ServerFile,
  path: string,
  signal?: AbortSignal,
): Promise<{ sizeBytes: number }> {
  const query = { filename: file.filename, subfolder: file.subfolder, type: file.type }
  const timeoutMs = Math.min(STALL_MS, http.answerMs)
  return http.request('view', { query, timeoutMs, signal }, async (response, extend) => {
    if (response.status === 404) {
      throw new AppError('file.missing', `${http.name} reports the file ${file.filename} but no longer has it.`)
    }
    if (response.status !== 200) throw http.statusError(response.status, await response.text(), 'view')
    const sizeBytes = await writeBody(response, path, extend)
    const expected = Number(response.headers.get('content-length') ?? sizeBytes)
    if (sizeBytes === expected || response.headers.has('content-encoding')) return { sizeBytes }
    const found = `${sizeBytes} of ${expected} bytes`
    throw new AppError('server.noAnswer', `${file.filename} came short from ${http.name}: ${found}.`)
  })
}

async function writeBody(response: Response, path: string, extend: () => void): Promise<number> {
  const handle = await written(path, create(path))
  try {
    let sizeBytes = 0
    const body = (response.body ?? []) as AsyncIterable<Uint8Array> | Iterable<Uint8Array>
    for await (const chunk of body) {
      await written(path, handle.writeFile(chunk))
      sizeBytes += chunk.byteLength
      extend()
    }
    await written(path, handle.sync())
    return sizeBytes
  } finally {
    await handle.close()
  }
}

/** A folder is rarely missing, so it is made only when it is. */
async function create(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'w')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    await mkdir(dirname(path), { recursive: true })
    return open(path, 'w')
  }
}

/** What `work` gives; our own disk's trouble must not pass for the server's. */
export async function written<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const message = `${basename(path)} cannot be written (${messageOf(error)}). Check the free space and the permissions of its folder.`
    throw new AppError('output.unwritable', message, { cause: error })
  }
}
