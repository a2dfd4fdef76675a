import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import type { MediaFile } from './media-files.ts'

/** What a host answers for a file: status, headers, and the bytes to send with it. */
export interface MediaReply {
  status: 200 | 206 | 416
  headers: Record<string, string>
  /** Null for a 416. Destroy it when it is not read to its end, as for a HEAD request; it fails when the file has gone. */
  stream: Readable | null
}

interface ByteRange {
  first: number
  last: number
}

/**
 * The answer to a request for a file, whole or for one byte range.
 *
 * @param range the Range header; null without one. One that is no single byte range counts as none, as HTTP asks.
 */
export function openMedia(file: MediaFile, range: string | null): MediaReply {
  const { path, mediaType, sizeBytes, isVersioned, saveAs } = file
  const headers = {
    'Content-Type': mediaType,
    'Accept-Ranges': 'bytes',
    'Cache-Control': isVersioned ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    'X-Content-Type-Options': 'nosniff',
    ...(saveAs !== null && { 'Content-Disposition': `attachment; filename*=UTF-8''${encodeName(saveAs)}` }),
  }
  const wanted = range === null ? null : parseRange(range, sizeBytes)
  if (wanted === 'unsatisfiable') {
    const unsatisfied = { ...headers, 'Content-Range': `bytes */${sizeBytes}`, 'Content-Length': '0' }
    return { status: 416, headers: unsatisfied, stream: null }
  }
  const { first, last } = wanted ?? { first: 0, last: sizeBytes - 1 }
  return {
    status: wanted === null ? 200 : 206,
    headers: {
      ...headers,
      'Content-Length': String(last - first + 1),
      ...(wanted !== null && { 'Content-Range': `bytes ${first}-${last}/${sizeBytes}` }),
    },
    stream: createReadStream(path, { start: first, end: Math.max(first, last) }),
  }
}

/** Null for a header that is to be ignored: another unit, several ranges, or no range at all. */
function parseRange(header: string, sizeBytes: number): ByteRange | null | 'unsatisfiable' {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? []
  if (from === '' && to === '') return null
  if (from === '') {
    const count = Math.min(Number(to), sizeBytes)
    return count === 0 ? 'unsatisfiable' : { first: sizeBytes - count, last: sizeBytes - 1 }
  }
  if (to !== '' && Number(to) < Number(from)) return null
  const first = Number(from)
  const last = Math.min(to === '' ? Infinity : Number(to), sizeBytes - 1)
  return first >= sizeBytes ? 'unsatisfiable' : { first, last }
}

/** A name as RFC 5987 wants it. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
}
