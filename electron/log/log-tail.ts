import { open, type FileHandle } from 'node:fs/promises'
import type { LogLevel } from '#shared/models/log-level.ts'
import type { LogLine } from '#shared/models/settings.ts'
import { fitsLog, mayFitLog, readLogLine } from './log-line.ts'
import { LogReach, type LogPart } from './log-reach.ts'

export interface LogTailOptions {
  file: string
  /** Hears of new lines in their order, also of those of other processes. */
  tell: (line: LogLine) => void
  /** False while no window is open: then nothing is read. */
  isWatched: () => boolean
}

const LOOK_INTERVAL_MS = 500
/** A flood is told by its newest lines. */
const MOST_TOLD = 100
const MOST_TOLD_BYTES = 256 * 1024
const BLOCK_BYTES = 32 * 1024
/** What one request may look through and bring home. */
const MOST_SCANNED_BYTES = 64 * 1024 * 1024
const MOST_FOUND_BYTES = 2 * 1024 * 1024
/** A longer line is none of ours and is passed over. */
const MOST_LINE_BYTES = 1024 * 1024
const NEWLINE = 0x0a

/** Reads an environment's log from its end and tells what is added. */
export class LogTail {
  readonly #options: LogTailOptions
  readonly #reach: LogReach
  readonly #timer: NodeJS.Timeout
  #toldUntil: number | null = null
  #isLooking = false

  constructor(options: LogTailOptions) {
    this.#options = options
    this.#reach = new LogReach(options.file)
    this.#timer = setInterval(() => void this.#look(), LOOK_INTERVAL_MS)
    this.#timer.unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }

  /** Up to `limit` fitting lines that come before the line `before`, or the latest ones; the latest last. */
  async read(query: { level: LogLevel; text: string; limit: number; before?: number | undefined }): Promise<LogLine[]> {
    const lines: LogLine[] = []
    let scannedBytes = 0
    let foundBytes = 0
    for (const part of await this.#reach.parts()) {
      for await (const { bytes, start } of linesFromEnd(part, query.before ?? Infinity)) {
        scannedBytes += bytes.length
        const text = bytes.toString('utf8')
        if (text !== '' && mayFitLog(text, query.level)) {
          const line = readLogLine(text, start, part.modifiedAt)
          if (fitsLog(line, query)) {
            lines.push(line)
            foundBytes += bytes.length
          }
        }
        const isEnough = lines.length === query.limit || foundBytes > MOST_FOUND_BYTES
        if (isEnough || scannedBytes > MOST_SCANNED_BYTES) return lines.reverse()
      }
    }
    return lines.reverse()
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return
    if (!this.#options.isWatched()) {
      this.#toldUntil = null
      return
    }
    this.#isLooking = true
    try {
      await this.#tellNew()
    } catch {
      // A log that cannot be read now is looked at again in a moment; to log that would make no sense.
    } finally {
      this.#isLooking = false
    }
  }

  async #tellNew(): Promise<void> {
    const parts = await this.#reach.parts()
    const [current] = parts
    if (current === undefined) return
    const from = this.#toldUntil ?? current.start + current.sizeBytes
    const news: LogLine[] = []
    let readBytes = 0
    let end = from
    for (const part of parts) {
      if (part.start + part.sizeBytes <= from || readBytes > MOST_TOLD_BYTES) break
      for await (const { bytes, start } of linesFromEnd(part, Infinity)) {
        readBytes += bytes.length
        if (start < from || news.length === MOST_TOLD || readBytes > MOST_TOLD_BYTES) break
        end = Math.max(end, start + bytes.length + 1)
        if (bytes.length > 0) news.push(readLogLine(bytes.toString('utf8'), start, part.modifiedAt))
      }
    }
    this.#toldUntil = end
    for (const line of news.reverse()) this.#options.tell(line)
  }
}

/** The whole lines of a part that begin before `before`, the last one first, with their places in the log. */
async function* linesFromEnd(part: LogPart, before: number): AsyncGenerator<{ bytes: Buffer; start: number }> {
  let to = Math.min(part.sizeBytes, before - part.start)
  if (to <= 0) return
  const handle = await open(part.path).catch(() => null)
  if (handle === null) return
  try {
    // Set aside between the look and the opening: the next look finds it in its new place.
    if ((await handle.stat()).ino !== part.inode) return
    let rest: Buffer = Buffer.alloc(0)
    while (to > 0) {
      const from = Math.max(0, to - BLOCK_BYTES)
      const block = Buffer.concat([await readBlock(handle, from, to), rest])
      const lines = splitFromEnd(block, from === 0)
      for (const { bytes, at } of lines.whole) yield { bytes, start: part.start + from + at }
      rest = lines.rest.length > MOST_LINE_BYTES ? Buffer.alloc(0) : lines.rest
      to = from
    }
  } finally {
    await handle.close()
  }
}

async function readBlock(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(to - from), 0, to - from, from)
  return buffer.subarray(0, bytesRead)
}

/** The lines of a block that end in it, the last one first, and what belongs to a line that begins before it. */
function splitFromEnd(block: Buffer, isFirst: boolean): { whole: { bytes: Buffer; at: number }[]; rest: Buffer } {
  const whole: { bytes: Buffer; at: number }[] = []
  let end = block.lastIndexOf(NEWLINE)
  // A last line without its end is still being written.
  if (end === -1) return { whole, rest: block }
  while (end > 0) {
    const previous = block.lastIndexOf(NEWLINE, end - 1)
    if (previous === -1) break
    whole.push({ bytes: block.subarray(previous + 1, end), at: previous + 1 })
    end = previous
  }
  if (!isFirst) return { whole, rest: block.subarray(0, end + 1) }
  whole.push({ bytes: block.subarray(0, end), at: 0 })
  return { whole, rest: Buffer.alloc(0) }
}
