import { stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { Stats } from 'node:fs'
import { isFileFolder, type EngineFiles } from '../engine-files.ts'
import { parseByteRange } from './byte-range.ts'
import type { EngineRequest, Handler } from './engine-server.ts'
import { empty, type Reply } from './reply.ts'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.flac': 'audio/flac',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.png': 'image/png',
  '.txt': 'text/plain',
  '.wav': 'audio/x-wav',
  '.webp': 'image/webp',
}

/** GET /view: a file of input, output or temp, whole or in ranges. */
export function viewRoute(files: EngineFiles): Handler {
  return async (request) => {
    const path = locate(files, request.query)
    if (typeof path !== 'string') return path
    const facts = await stat(path).catch(() => null)
    return facts?.isFile() ? fileReply(path, facts, request) : empty(404)
  }
}

/** The file's path, or the refusal. */
function locate(files: EngineFiles, query: URLSearchParams): string | Reply {
  const filename = query.get('filename')
  const folder = query.get('type') ?? 'output'
  if (!filename) return empty(404)
  if (filename.startsWith('/') || filename.includes('..') || !isFileFolder(folder)) return empty(400)
  const dir = files.locate(folder, query.get('subfolder') ?? '')
  if (dir === null) return empty(403)
  return files.locate(folder, dir, basename(filename)) ?? empty(403)
}

function fileReply(path: string, facts: Stats, { message }: EngineRequest): Reply {
  const { size } = facts
  const etag = `"${Math.round(facts.mtimeMs * 1e6).toString(16)}-${size.toString(16)}"`
  const modified = facts.mtime.toUTCString()
  const headers = {
    'Content-Disposition': `filename="${encodeName(basename(path))}"`,
    'Content-Type': CONTENT_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream',
    ETag: etag,
    'Last-Modified': modified,
  }
  if (isFresh(message.headers, etag, facts)) return { status: 304, headers }
  const mayRange = message.headers['if-range'] === undefined || message.headers['if-range'] === modified
  const range = parseByteRange(mayRange ? message.headers.range : undefined, size)
  if (range === 'unsatisfiable') return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` } }
  const { first, last } = range ?? { first: 0, last: size - 1 }
  return {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'Accept-Ranges': 'bytes',
      ...(range ? { 'Content-Range': `bytes ${first}-${last}/${size}` } : {}),
    },
    file: { path, start: first, end: last },
  }
}

function isFresh(headers: EngineRequest['message']['headers'], etag: string, facts: Stats): boolean {
  const known = headers['if-none-match']
  if (known !== undefined) return known.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
  const since = Date.parse(headers['if-modified-since'] ?? '')
  return Math.floor(facts.mtimeMs / 1000) * 1000 <= since
}

/** Header values are Latin-1 and may hold no quote. */
function encodeName(name: string): string {
  return name.replace(/[^\x20-\x21\x23-\x7e]/g, (character) => encodeURIComponent(character))
}
