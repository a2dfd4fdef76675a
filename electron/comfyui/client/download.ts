import { mkdir, open, statfs } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { basename, dirname, extname } from 'node:path'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import { contentOf, isEncoded, readText } from './bounded-body.ts'
import type { Http } from './http.ts'
import type { ServerFile } from './outcome.ts'
import { plainWords } from './server-words.ts'

export interface DownloadLimits {
  /** A transfer that brings next to nothing for this long has broken off. */
  stallMs: number
  /** No medium is larger. */
  maxBytes: number
}

const LIMITS: DownloadLimits = { stallMs: 30_000, maxBytes: 4 * 1024 ** 3 }
/** What a transfer must bring within `stallMs`: the slowest line brings more. */
const PACE_BYTES = 16 * 1024
const MAX_REFUSAL_BYTES = 4096

/**
 * Streams a server's file to `path`, whose folder is made when it is missing, and flushes it to the disk.
 *
 * Throws `file.missing` when the server no longer has it, `output.refused` when it does not hand it out or the file cannot be
 * one of ours, `server.noAnswer` when it came short, `output.unwritable` when our own disk does not take it.
 */
export function downloadFile(
  http: Http,
  file: ServerFile,
  path: string,
  options: Partial<DownloadLimits> & { signal?: AbortSignal | undefined } = {},
): Promise<{ sizeBytes: number }> {
  const { stallMs, maxBytes } = { ...LIMITS, ...options }
  const request = {
    query: { filename: file.filename, subfolder: file.subfolder, type: file.type },
    headers: { 'accept-encoding': 'identity' },
    timeoutMs: Math.min(stallMs, http.answerMs),
    signal: options.signal,
  }
  return http.request('view', request, async (response, extend) => {
    await assertHandedOut(http, file, response)
    const name = plainWords(file.filename, 80)
    const expected = isEncoded(response) ? null : lengthOf(response)
    const handle = await written(path, create(path))
    try {
      const room = await roomFor(path, maxBytes)
      const assertFits = (bytes: number) => {
        if (bytes > maxBytes) throw tooLarge(http.name, name, maxBytes)
        if (bytes > room) throw unwritable(path, 'the disk is full')
      }
      const assertFile = (start: Buffer) => {
        if (!isPage(response, file, start)) return
        throw new AppError('server.protocol', `${http.name} answered /view with a web page in place of ${name}.`)
      }
      assertFits(expected ?? 0)
      const sizeBytes = await writeContent(response, handle, { path, assertFits, assertFile, extend })
      if (expected === null || sizeBytes === expected) return { sizeBytes }
      throw new AppError('server.noAnswer', `${name} came short from ${http.name}: ${sizeBytes} of ${expected} bytes.`)
    } finally {
      await handle.close()
    }
  })
}

async function assertHandedOut(http: Http, file: ServerFile, response: IncomingMessage): Promise<void> {
  const status = response.statusCode ?? 0
  const name = plainWords(file.filename, 80)
  if (status === 404) {
    throw new AppError('file.missing', `${http.name} reports the file ${name} but no longer has it.`)
  }
  const isAstray = file.subfolder.includes('..') || file.filename.includes('..')
  if (status === 400 || (status === 403 && isAstray)) {
    throw new AppError('output.refused', `${http.name} reports the file ${name} but does not hand it out (${status}).`)
  }
  if (status !== 200) {
    throw http.statusError({ status, text: (await readText(response, MAX_REFUSAL_BYTES)).text }, 'view')
  }
}

interface Writing {
  path: string
  assertFits: (bytes: number) => void
  /** Sees the first piece. */
  assertFile: (start: Buffer) => void
  extend: () => void
}

async function writeContent(
  response: IncomingMessage,
  handle: FileHandle,
  { path, assertFits, assertFile, extend }: Writing,
): Promise<number> {
  let sizeBytes = 0
  let extendedAtBytes = 0
  for await (const piece of contentOf(response) as AsyncIterable<Buffer>) {
    if (sizeBytes === 0) assertFile(piece)
    assertFits(sizeBytes + piece.length)
    await written(path, handle.writeFile(piece))
    sizeBytes += piece.length
    if (sizeBytes - extendedAtBytes < PACE_BYTES) continue
    extendedAtBytes = sizeBytes
    extend()
  }
  await written(path, handle.sync())
  return sizeBytes
}

/** A login page in place of the file would be kept as the result. */
function isPage(response: IncomingMessage, { filename }: ServerFile, start: Buffer): boolean {
  const isCalledPage = /^text\/html\b/i.test(response.headers['content-type'] ?? '')
  return isCalledPage && /^\s*</.test(start.subarray(0, 100).toString()) && !/^\.html?$/i.test(extname(filename))
}

function lengthOf(response: IncomingMessage): number | null {
  const length = response.headers['content-length']
  return length === undefined ? null : Number(length)
}

/** What the disk takes; as good as everything where it does not say. */
async function roomFor(path: string, maxBytes: number): Promise<number> {
  const disk = await statfs(dirname(path)).catch(() => null)
  return disk === null ? maxBytes : disk.bavail * disk.bsize
}

function tooLarge(server: string, name: string, maxBytes: number): AppError {
  const most = Math.round(maxBytes / 1024 ** 2).toLocaleString('en-US')
  return new AppError('output.refused', `The file ${name} of ${server} is larger than ${most} MB.`)
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
    throw unwritable(path, messageOf(error), error)
  }
}

function unwritable(path: string, found: string, cause?: unknown): AppError {
  const message = `${basename(path)} cannot be written (${found}). Check the free space and the permissions of its folder.`
  return new AppError('output.unwritable', message, { cause })
}
