import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { mp3FrameSamples, mp3Kbps } from './codec.ts'
import type { CodecSettings } from './codec.ts'
import type { ChapterMark } from './ffmetadata.ts'

/** More than two frames of any bit rate; facts stand near the start of theirs. */
const HEAD_BYTES = 8192
const FACTS_WITHIN_BYTES = 64

/**
 * Appends the frames of several chapters' MP3s to `output`.
 *
 * Each chapter begins with a frame of facts for players and one of nothing but the encoder's delay, which would be heard
 * as gaps: they are left out. Frames lend each other no bits (`-reservoir 0`), so that any may follow any other.
 */
export async function appendMp3s(
  files: readonly string[],
  output: string,
  settings: CodecSettings,
  signal?: AbortSignal,
): Promise<void> {
  for (const file of files) {
    const { start } = await soundOf(file, settings)
    await pipeline(createReadStream(file, { start }), createWriteStream(output, { flags: 'a' }), { signal })
  }
}

/** Where the frames of sound begin in a chapter's MP3, and how long they are together. */
async function soundOf(file: string, settings: CodecSettings): Promise<{ start: number; durationMs: number }> {
  const frameMs = (mp3FrameSamples(settings) * 1000) / settings.sampleRateHz
  const bytes = (frameMs * mp3Kbps(settings)) / 8
  const start = await soundStart(file, settings)
  const { size } = await stat(file)
  return { start, durationMs: Math.round((size - start) / bytes) * frameMs }
}

/** Where a chapter's own sound begins: behind the frame of facts and behind the one that holds the encoder's delay. */
async function soundStart(file: string, settings: CodecSettings): Promise<number> {
  const handle = await open(file)
  try {
    const { buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    const hasFacts = /Info|Xing/.test(buffer.toString('latin1', 0, FACTS_WITHIN_BYTES))
    const first = frameBytes(buffer, 0, settings)
    return hasFacts ? first + frameBytes(buffer, first, settings) : first
  } finally {
    await handle.close()
  }
}

function frameBytes(head: Buffer, at: number, settings: CodecSettings): number {
  const padding = (head.readUInt8(at + 2) >> 1) & 1
  const bytes = (mp3FrameSamples(settings) / 8) * ((mp3Kbps(settings) * 1000) / settings.sampleRateHz)
  return Math.floor(bytes) + padding
}

/** Where the chapters of a part begin once their MP3s are joined. */
export async function mp3Marks(
  chapters: readonly { title: string; file: string }[],
  settings: CodecSettings,
): Promise<ChapterMark[]> {
  let endMs = 0
  const marks: ChapterMark[] = []
  for (const { title, file } of chapters) {
    const startMs = endMs
    endMs += (await soundOf(file, settings)).durationMs
    marks.push({ title, startMs, endMs })
  }
  return marks
}
