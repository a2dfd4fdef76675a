import { stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { Stats } from 'node:fs'
import type { Dialect } from '../dialect.ts'
import { isFileFolder, splitAnnotation, type EngineFiles } from '../engine-files.ts'
import { parseByteRange } from './byte-range.ts'
import { judgeConditions } from './conditions.ts'
import { empty, type Reply } from './reply.ts'
import type { EngineRequest, Handler } from './route-table.ts'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.flac': 'audio/flac',
  '.gif': 'image/gif',
  '.htm': 'text/html',
  '.html': 'text/html',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.m4a': 'audio/mp4',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.wav': 'audio/x-wav',
  '.webm': 'video/webm',
  '.webp': 'image/webp',
  '.xml': 'text/xml',
}
/** What a browser would run; 0.38 counts pictures and documents that may hold scripts among it. */
const ACTIVE_TYPES: Readonly<Record<Dialect, readonly string[]>> = {
  '0.3.64': ['text/html', 'text/javascript', 'text/css'],
  '0.38': ['text/html', 'text/javascript', 'text/css', 'image/svg+xml', 'text/xml'],
}
const OTHER_TYPE = 'application/octet-stream'

/** GET /view: a file of input, output or temp, whole or in ranges. */
export function viewRoute(files: EngineFiles, dialect: () => Dialect): Handler {
  return async (request) => {
    const path = locate(files, request.query, dialect())
    if (typeof path !== 'string') return path
    const facts = await stat(path).catch(() => null)
    return facts?.isFile() ? fileReply(path, facts, request, dialect()) : empty(404)
  }
}

/** The file's path, or the refusal. */
function locate(files: EngineFiles, query: URLSearchParams, dialect: Dialect): string | Reply {
  const given = query.get('filename')
  // Names by hash belong to 0.38's store of assets, which this server does not keep.
  if (given === null || (dialect === '0.38' && given.startsWith('blake3:'))) return empty(404)
  const { name, folder = query.get('type') ?? 'output' } = splitAnnotation(given)
  if (name === '' || name.startsWith('/') || name.includes('..') || !isFileFolder(folder)) return empty(400)
  const dir = files.locate(folder, query.get('subfolder') ?? '')
  if (dir === null) return empty(403)
  return files.locate(folder, dir, basename(name)) ?? empty(403)
}

function fileReply(path: string, facts: Stats, { message }: EngineRequest, dialect: Dialect): Reply {
  const { size } = facts
  const etag = `"${Math.round(facts.mtimeMs * 1e6).toString(16)}-${size.toString(16)}"`
  const stamps = { ETag: etag, 'Last-Modified': new Date(Math.ceil(facts.mtimeMs / 1000) * 1000).toUTCString() }
  const naming = headersOf(basename(path), dialect)
  const verdict = judgeConditions(message.headers, etag, facts.mtimeMs)
  if (verdict.status === 412) return empty(412)
  if (verdict.status === 304) return { status: 304, headers: { ...naming, ...stamps } }
  const range = parseByteRange(verdict.mayRange ? message.headers.range : undefined, size)
  if (range === 'unsatisfiable') return { status: 416, headers: { ...naming, 'Content-Range': `bytes */${size}` } }
  const { first, last } = range ?? { first: 0, last: size - 1 }
  return {
    status: range ? 206 : 200,
    headers: {
      ...naming,
      ...stamps,
      'Accept-Ranges': 'bytes',
      ...(range ? { 'Content-Range': `bytes ${first}-${last}/${size}` } : {}),
    },
    file: { path, start: first, end: last },
  }
}

function headersOf(name: string, dialect: Dialect): Record<string, string> {
  const type = CONTENT_TYPES[extname(name).toLowerCase()] ?? OTHER_TYPE
  const isActive = ACTIVE_TYPES[dialect].includes(type)
  const headers = {
    'Content-Disposition': `filename="${encodeName(name)}"`,
    'Content-Type': isActive ? OTHER_TYPE : type,
  }
  if (dialect === '0.3.64') return headers
  const attached = {
    'Content-Disposition': `attachment; ${headers['Content-Disposition']}`,
    'Cache-Control': 'no-store',
  }
  return { ...headers, 'X-Content-Type-Options': 'nosniff', ...(isActive ? attached : {}) }
}

/** Header values are Latin-1 and may hold no quote. */
function encodeName(name: string): string {
  return name.replace(/[^\x20-\x21\x23-\x7e]/g, (character) => encodeURIComponent(character))
}
