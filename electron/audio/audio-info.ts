import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import { readFlac } from './flac.ts'
import { runFfprobe } from './run-ffmpeg.ts'
import type { Ffmpeg } from './ffmpeg.ts'

export interface AudioInfo {
  /** Whole milliseconds, at least 1. */
  durationMs: number
  sampleRateHz: number
  channels: number
  /** ffmpeg's name: `flac`, `pcm_s16le`, `mp3`, `opus`. */
  codec: string
  /** 0 for lossy codecs. */
  bitsPerSample: number
  /** Samples of the largest FLAC frame, 0 for other codecs. */
  blockSize: number
  sizeBytes: number
}

/**
 * Reads what a sound file holds: FLAC and WAV from their headers (about 1 ms), anything else through ffprobe.
 *
 * `media.unreadable` for a file that is missing, empty, cut, damaged or no sound.
 */
export async function readAudioInfo(file: string, ffmpeg: Ffmpeg): Promise<AudioInfo> {
  try {
    const info = (await readHeader(file)) ?? (await askFfprobe(file, ffmpeg))
    const durationMs = Math.round(info.durationMs)
    if (!(durationMs > 0 && info.sampleRateHz > 0)) throw new Error('it holds no sound')
    return { ...info, durationMs }
  } catch (error: unknown) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const found = isMissing ? 'is missing' : `cannot be read as sound: ${messageOf(error)}`
    const message = `${basename(file)} ${found}. Render it again.`
    throw new AppError('media.unreadable', message, { data: { file }, cause: error })
  }
}

async function readHeader(file: string): Promise<AudioInfo | undefined> {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    if (size === 0) throw new Error('it is empty')
    const flac = await readFlac(handle, size)
    if (flac) {
      const { sampleCount, ...rest } = flac
      return { ...rest, codec: 'flac', durationMs: (sampleCount / flac.sampleRateHz) * 1000, sizeBytes: size }
    }
    return await readWav(handle, size)
  } finally {
    await handle.close()
  }
}

/** Plain PCM WAV; undefined for another format, whose reading is ffprobe's. */
async function readWav(handle: FileHandle, sizeBytes: number): Promise<AudioInfo | undefined> {
  const head = Buffer.alloc(4096)
  const { bytesRead } = await handle.read(head, 0, head.length, 0)
  if (bytesRead < 12 || head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE') {
    return undefined
  }
  let format: { sampleRateHz: number; channels: number; bitsPerSample: number } | undefined
  for (let at = 12; at + 8 <= bytesRead;) {
    const name = head.toString('latin1', at, at + 4)
    const length = head.readUInt32LE(at + 4)
    if (name === 'fmt ' && at + 24 <= bytesRead) {
      if (head.readUInt16LE(at + 8) !== 1) return undefined
      const channels = head.readUInt16LE(at + 10)
      format = { channels, sampleRateHz: head.readUInt32LE(at + 12), bitsPerSample: head.readUInt16LE(at + 22) }
    }
    if (name === 'data' && format) {
      if (at + 8 + length > sizeBytes) throw new Error('its end is missing')
      const bytesPerSecond = (format.sampleRateHz * format.channels * format.bitsPerSample) / 8
      const codec = `pcm_s${format.bitsPerSample}le`
      return { ...format, blockSize: 0, codec, durationMs: (length / bytesPerSecond) * 1000, sizeBytes }
    }
    at += 8 + length + (length % 2)
  }
  return undefined
}

async function askFfprobe(file: string, ffmpeg: Ffmpeg): Promise<AudioInfo> {
  const found = (await runFfprobe(ffmpeg, file, ['-show_format', '-show_streams', '-select_streams', 'a'])) as {
    streams?: { codec_name?: string; sample_rate?: string; channels?: number; bits_per_raw_sample?: string }[]
    format?: { duration?: string; size?: string }
  }
  const stream = found.streams?.[0]
  if (!stream) throw new Error('it has no sound stream')
  return {
    durationMs: Number(found.format?.duration) * 1000,
    sampleRateHz: Number(stream.sample_rate),
    channels: stream.channels ?? 0,
    codec: stream.codec_name ?? 'unknown',
    bitsPerSample: Number(stream.bits_per_raw_sample ?? 0),
    blockSize: 0,
    sizeBytes: Number(found.format?.size),
  }
}
