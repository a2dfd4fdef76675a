import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#shared/models/app-error.ts'
import { joinedSamples } from './adts.ts'
import { mp3FrameSamples, mp3Kbps } from './codec.ts'
import type { CodecSettings } from './codec.ts'
import type { ChapterMark } from './ffmetadata.ts'
import { readInfoFrame } from './measuring/mp3-frames.ts'
import { readMp3Header } from './measuring/mp3-header.ts'

/** More than two frames of any bit rate. */
const HEAD_BYTES = 8192

/**
 * Appends the frames of several chapters' MP3s to `output`.
 *
 * Frames lend each other no bits (`-reservoir 0`), so that any may follow any other.
 */
export async function appendMp3s(
  files: readonly string[],
  output: string,
  settings: CodecSettings,
  signal?: AbortSignal,
): Promise<void> {
  for (const { file, start, end } of await keptFrames(files, settings)) {
    await pipeline(createReadStream(file, { start, end: end - 1 }), createWriteStream(output, { flags: 'a' }), {
      signal,
    })
  }
}

/** Where the chapters of a part begin once their MP3s are joined. */
export async function mp3Marks(
  chapters: readonly { title: string; file: string }[],
  settings: CodecSettings,
): Promise<ChapterMark[]> {
  const files = chapters.map(({ file }) => file)
  const frameMs = (mp3FrameSamples(settings) * 1000) / settings.sampleRateHz
  let endMs = 0
  return (await keptFrames(files, settings)).map(({ frameCount }, index) => {
    const startMs = endMs
    endMs += frameCount * frameMs
    return { title: chapters[index]?.title ?? '', startMs, endMs }
  })
}

/** What a joined file keeps of a chapter, as a half-open range of bytes. */
interface KeptFrames {
  file: string
  frameCount: number
  start: number
  end: number
}

/**
 * The frames that a joined file keeps, so many that its chapters begin where those of joined AAC do, to half a frame:
 * the subtitles of a part are right for both.
 *
 * Each chapter begins with a frame of facts for players and one of nothing but the encoder's delay, and ends with padding:
 * they would be heard as gaps.
 */
async function keptFrames(files: readonly string[], settings: CodecSettings): Promise<KeptFrames[]> {
  const frameSamples = mp3FrameSamples(settings)
  const kept: KeptFrames[] = []
  let clockSamples = 0
  let keptCount = 0
  for (const file of files) {
    const sound = await soundOf(file, settings)
    clockSamples += joinedSamples(sound.samples)
    const wanted = Math.round(clockSamples / frameSamples) - keptCount
    const frameCount = Math.min(sound.frameCount, Math.max(1, wanted))
    const end = await endWithout(sound.frameCount - frameCount, file, settings)
    kept.push({ file, frameCount, start: sound.start, end })
    keptCount += frameCount
  }
  return kept
}

/** Where the frames of sound begin in a chapter's MP3, how many they are, and how much the encoder was given. */
async function soundOf(
  file: string,
  settings: CodecSettings,
): Promise<{ start: number; frameCount: number; samples: number }> {
  const head = await readRange(file, 0, HEAD_BYTES)
  const facts = readMp3Header(head, 0)
  const info = facts && readInfoFrame(head.subarray(0, facts.bytes), facts)
  const delay = facts && readMp3Header(head, facts.bytes)
  if (!info || !delay) throw damaged(file)
  const { size } = await stat(file)
  const frameSamples = mp3FrameSamples(settings)
  const allFrames = Math.round((size - facts.bytes) / meanFrameBytes(settings))
  return {
    start: facts.bytes + delay.bytes,
    frameCount: allFrames - 1,
    samples: allFrames * frameSamples - info.addedSamples,
  }
}

/** Where a file's frames end without the last `count`; each is of the mean size, rounded down or up. */
async function endWithout(count: number, file: string, settings: CodecSettings): Promise<number> {
  const { size } = await stat(file)
  if (count === 0) return size
  const least = Math.floor(meanFrameBytes(settings))
  const from = Math.max(0, size - count * (least + 1))
  const tail = await readRange(file, from, size - from)
  let end = tail.length
  for (let left = count; left > 0; left--) {
    const bytes = [least, least + 1].find((length) => readMp3Header(tail, end - length)?.bytes === length)
    if (bytes === undefined) throw damaged(file)
    end -= bytes
  }
  return from + end
}

function meanFrameBytes(settings: CodecSettings): number {
  return ((mp3FrameSamples(settings) / 8) * mp3Kbps(settings) * 1000) / settings.sampleRateHz
}

async function readRange(file: string, position: number, length: number): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

function damaged(file: string): AppError {
  const message = `The encoded chapter ${basename(file)} is damaged. Delete it and assemble the book again.`
  return new AppError('media.encodingDamaged', message, { data: { file } })
}
