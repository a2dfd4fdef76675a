import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** Windows editors write UTF-16 with two bytes for most characters. */
const MOST_BYTES = 1_000_000
// A pipe is not waited for, and a link is not followed, where the system knows how; elsewhere these are nothing.
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** A file's text, or why there is none; `later` when that may change by itself. */
export type JobFileText = { text: string } | { problem: string } | { later: string }

/** Reads a file that may be anything and in anybody's hands; blocks, hence for a thread of its own or for the command line. */
export function readJobFileText(path: string): JobFileText {
  let file: number
  try {
    file = openSync(path, FLAGS)
  } catch (error) {
    return { later: `it cannot be opened (${codeOf(error)}): another program has it open, or its rights forbid it` }
  }
  try {
    const { size } = fstatSync(file)
    if (size > MOST_BYTES) return { problem: `it has ${size} bytes, at most ${MOST_BYTES} are read` }
    const bytes = Buffer.alloc(size)
    const length = readSync(file, bytes, 0, size, 0)
    return length === size ? decode(bytes) : { later: 'it changes while it is read' }
  } catch (error) {
    return { later: `it cannot be read (${codeOf(error)})` }
  } finally {
    closeSync(file)
  }
}

function decode(bytes: Buffer): JobFileText {
  const encoding = encodingOf(bytes)
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return { text }
    return { problem: 'it holds bytes that are no text. Save it as text in UTF-8' }
  } catch {
    const line = firstBadLine(bytes)
    return { problem: `it is not in UTF-8, as its line ${line} shows. Save it with that encoding` }
  }
}

/** By its mark, else by the zero bytes that UTF-16 without one is full of. */
function encodingOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first !== 0 && second === 0) return 'utf-16le'
  return first === 0 && second !== 0 ? 'utf-16be' : 'utf-8'
}

function firstBadLine(bytes: Buffer): number {
  const good = new TextDecoder('utf-8').decode(bytes).split('\ufffd', 1)[0] ?? ''
  return good.split('\n').length
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
