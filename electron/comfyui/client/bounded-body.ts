import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

const MIB = 1024 * 1024

/** The most that is read of an answer, by what it is: real ones stay far below. */
export const BODY_LIMIT_BYTES = {
  /** Facts, uploads, controls. */
  small: MIB,
  /** Names every input of every node that is wrong. */
  prompt: 16 * MIB,
  /** A class whose combos list thousands of models. */
  nodeClass: 32 * MIB,
  /** One graph, with whatever its nodes show. */
  history: 32 * MIB,
  /** The graphs of all prompts that wait on a busy server. */
  queue: 64 * MIB,
} as const

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** True when the body's bytes are not the content's. */
export function isEncoded(response: IncomingMessage): boolean {
  return encodingOf(response) in DECODERS
}

/** The body's content, a piece at a time: a compressed one is unpacked no faster than it is read. */
export function contentOf(response: IncomingMessage): Readable {
  const decoder = DECODERS[encodingOf(response)]
  // The stream that is returned fails with whatever went wrong before it.
  return decoder ? pipeline(response, decoder(), () => undefined) : response
}

/** The body as text, of which no more than `maxBytes` is ever held. */
export async function readText(
  response: IncomingMessage,
  maxBytes: number,
): Promise<{ text: string; isWhole: boolean }> {
  const pieces: Buffer[] = []
  let roomBytes = maxBytes
  let isWhole = true
  for await (const piece of contentOf(response) as AsyncIterable<Buffer>) {
    pieces.push(piece.subarray(0, roomBytes))
    isWhole = piece.length <= roomBytes
    roomBytes -= piece.length
    if (!isWhole) break
  }
  return { text: new TextDecoder().decode(Buffer.concat(pieces)), isWhole }
}

function encodingOf(response: IncomingMessage): string {
  return (response.headers['content-encoding'] ?? '').trim().toLowerCase()
}
