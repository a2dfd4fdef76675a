import type { IncomingMessage } from 'node:http'
import { finished } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import { BodyTooLarge } from './request-body.ts'

/** A form as it was read; the file's bytes went to the sink. */
export interface MultipartForm {
  fields: Map<string, string>
  /** Null when the form has no such file. */
  fileName: string | null
}

interface Part {
  name: string
  fileName: string | null
}

const MAX_HEADER_BYTES = 16 * 1024
const MAX_FIELD_BYTES = 64 * 1024
const HEADER_END = '\r\n\r\n'

/** Whether a request carries a form with files. */
export function isMultipart({ headers }: IncomingMessage): boolean {
  return /^multipart\/form-data\s*(;|$)/i.test(headers['content-type'] ?? '')
}

/**
 * Reads a `multipart/form-data` body as it arrives; the first file of `fileField` goes to the sink.
 *
 * Memory stays small whatever the file's size. Throws on a malformed body, `BodyTooLarge` above `maxBytes`.
 */
export async function readMultipart(
  request: IncomingMessage,
  options: { maxBytes: number; fileField: string; sink: () => Writable },
): Promise<MultipartForm> {
  const boundary = boundaryOf(request.headers['content-type'] ?? '')
  const reader = new MultipartReader(boundary, options.fileField, options.sink)
  try {
    let sizeBytes = 0
    for await (const chunk of request as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length
      if (sizeBytes > options.maxBytes) throw new BodyTooLarge()
      await reader.push(chunk)
    }
    return reader.end()
  } catch (error) {
    reader.abandon()
    throw error
  }
}

function boundaryOf(contentType: string): string {
  const match = /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]+)"|([^\s;]+))/is.exec(contentType)
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined) throw new TypeError('The form has no boundary')
  return boundary
}

class MultipartReader {
  readonly #delimiter: Buffer
  readonly #fileField: string
  readonly #openSink: () => Writable
  readonly #fields = new Map<string, string>()
  /** A line end before the body lets its first boundary look like all others. */
  #buffer: Buffer = Buffer.from('\r\n')
  #state: 'preamble' | 'header' | 'body' | 'done' = 'preamble'
  #part: Part = { name: '', fileName: null }
  #value: Buffer[] = []
  #valueBytes = 0
  #sink: Writable | null = null
  #fileName: string | null = null

  constructor(boundary: string, fileField: string, openSink: () => Writable) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`)
    this.#fileField = fileField
    this.#openSink = openSink
  }

  async push(chunk: Buffer): Promise<void> {
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    while (await this.#step());
  }

  end(): MultipartForm {
    if (this.#state !== 'done') throw new TypeError('The form ends too early')
    return { fields: this.#fields, fileName: this.#fileName }
  }

  abandon(): void {
    this.#sink?.destroy()
  }

  /** Whether the buffer may hold more to read. */
  async #step(): Promise<boolean> {
    if (this.#state === 'done') return false
    if (this.#state === 'header') return this.#readHeader()
    const at = this.#buffer.indexOf(this.#delimiter)
    if (at < 0) {
      await this.#take(this.#buffer.length - this.#delimiter.length)
      return false
    }
    // The two bytes after a boundary tell whether it is the last one.
    if (this.#buffer.length < at + this.#delimiter.length + 2) {
      await this.#take(at)
      return false
    }
    await this.#take(at)
    await this.#closePart()
    const isLast = this.#buffer.subarray(this.#delimiter.length, this.#delimiter.length + 2).toString('latin1') === '--'
    this.#buffer = this.#buffer.subarray(this.#delimiter.length)
    this.#state = isLast ? 'done' : 'header'
    return true
  }

  #readHeader(): boolean {
    const end = this.#buffer.indexOf(HEADER_END)
    if (end < 0) {
      if (this.#buffer.length > MAX_HEADER_BYTES) throw new TypeError('A part has too long a header')
      return false
    }
    this.#part = parsePartHeader(this.#buffer.subarray(0, end).toString('utf8'))
    this.#buffer = this.#buffer.subarray(end + HEADER_END.length)
    this.#state = 'body'
    if (this.#isWantedFile()) {
      this.#sink = this.#openSink()
      this.#sink.on('error', () => undefined)
      this.#fileName = this.#part.fileName
    }
    return true
  }

  #isWantedFile(): boolean {
    return this.#part.name === this.#fileField && this.#part.fileName !== null && this.#fileName === null
  }

  async #take(count: number): Promise<void> {
    if (count <= 0) return
    const bytes = this.#buffer.subarray(0, count)
    this.#buffer = this.#buffer.subarray(count)
    if (this.#state !== 'body') return
    if (this.#sink) await write(this.#sink, bytes)
    else if (this.#part.fileName === null) this.#keepValue(bytes)
  }

  #keepValue(bytes: Buffer): void {
    this.#valueBytes += bytes.length
    if (this.#valueBytes > MAX_FIELD_BYTES) throw new TypeError('A field of the form is too long')
    this.#value.push(bytes)
  }

  async #closePart(): Promise<void> {
    if (this.#state !== 'body') return
    if (this.#sink) {
      this.#sink.end()
      await finished(this.#sink)
      this.#sink = null
    } else if (this.#part.fileName === null) {
      this.#fields.set(this.#part.name, Buffer.concat(this.#value).toString('utf8'))
    }
    this.#value = []
    this.#valueBytes = 0
  }
}

function parsePartHeader(header: string): Part {
  const disposition = /^content-disposition:(.*)$/im.exec(header)?.[1] ?? ''
  return { name: attribute(disposition, 'name') ?? '', fileName: attribute(disposition, 'filename') }
}

function attribute(disposition: string, name: string): string | null {
  const match = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(disposition)
  return match ? (match[1]?.replace(/\\(["\\])/g, '$1') ?? match[2] ?? '') : null
}

function write(sink: Writable, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    sink.write(bytes, (error) => (error ? reject(error) : resolve()))
  })
}
