import { createReadStream, createWriteStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#shared/models/app-error.ts'

/** Samples that one AAC frame stands for. */
export const AAC_FRAME_SAMPLES = 1024

/** The frames of an encoded chapter that may be joined to others. */
interface Joinable {
  frameCount: number
  /** Half-open byte range in the file. */
  start: number
  end: number
}

/**
 * Finds what to keep of a chapter's AAC: all frames but the encoder's first one and the last two.
 *
 * Those hold the encoder's delay and padding, which would stand as digital silence between two chapters. With room
 * tone on both sides of the cut, frames of different encodings overlap into room tone, and the first sample of the
 * chapter is the first of the first kept frame.
 */
export async function findJoinable(file: string): Promise<Joinable> {
  const offsets = await frameOffsets(file)
  return { frameCount: offsets.count - 3, start: offsets.second, end: offsets.beforeLastTwo }
}

/** Samples of a chapter of `samples` that joined AAC keeps: the clock that all codecs of a part keep to. */
export function joinedSamples(samples: number): number {
  return (Math.ceil(samples / AAC_FRAME_SAMPLES) - 2) * AAC_FRAME_SAMPLES
}

/** Writes the joinable frames of several chapters after each other; returns how many frames each one gave. */
export async function joinAdts(files: readonly string[], output: string): Promise<number[]> {
  const counts: number[] = []
  for (const file of files) {
    const { frameCount, start, end } = await findJoinable(file)
    const source = createReadStream(file, { start, end: end - 1 })
    await pipeline(source, createWriteStream(output, { flags: counts.length === 0 ? 'w' : 'a' }))
    counts.push(frameCount)
  }
  return counts
}

const HEADER_BYTES = 7

async function frameOffsets(file: string): Promise<{ count: number; second: number; beforeLastTwo: number }> {
  let count = 0
  let second = 0
  // Offsets of the last two frames that were seen.
  let last: [number, number] = [0, 0]
  let next = 0
  let blockStart = 0
  let carried = Buffer.alloc(0)
  for await (const read of createReadStream(file) as AsyncIterable<Buffer>) {
    const block = carried.length > 0 ? Buffer.concat([carried, read]) : read
    let at = next - blockStart
    while (at + HEADER_BYTES <= block.length) {
      const length = frameLength(block, at)
      if (length < HEADER_BYTES) throw damaged(file)
      last = [last[1], blockStart + at]
      if (++count === 2) second = blockStart + at
      at += length
    }
    next = blockStart + at
    // A header may lie across two blocks.
    const keptFrom = Math.min(at, block.length)
    carried = Buffer.from(block.subarray(keptFrom))
    blockStart += keptFrom
  }
  if (count < 4 || next !== blockStart || carried.length > 0) throw damaged(file)
  return { count, second, beforeLastTwo: last[0] }
}

function damaged(file: string): AppError {
  const message = `The encoded chapter ${basename(file)} is damaged. Delete it and assemble the book again.`
  return new AppError('media.encodingDamaged', message, { data: { file } })
}

function frameLength(block: Buffer, at: number): number {
  if (block[at] !== 0xff || ((block[at + 1] ?? 0) & 0xf6) !== 0xf0) return 0
  return (((block[at + 3] ?? 0) & 3) << 11) | ((block[at + 4] ?? 0) << 3) | ((block[at + 5] ?? 0) >> 5)
}
