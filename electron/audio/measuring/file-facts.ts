import { open, stat } from 'node:fs/promises'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { FileFacts } from '#shared/models/release.ts'
import { readAudioInfo } from '../audio-info.ts'
import type { Ffmpeg } from '../ffmpeg.ts'
import { runFfprobe } from '../run-ffmpeg.ts'
import { guardedOptions, unreadableFile } from './guarded-source.ts'
import { readMp3Frames } from './mp3-frames.ts'
import type { Mp3Facts } from './mp3-frames.ts'
import { checkMp4Boxes, checkOggEnd } from './whole-file.ts'

interface ProbedStream {
  codec_type?: string
  codec_name?: string
  sample_rate?: string
  channels?: number
  duration?: string
  bit_rate?: string
  width?: number
  height?: number
  tags?: Record<string, string>
  disposition?: { attached_pic?: number }
}

interface Probed {
  format?: { duration?: string; bit_rate?: string; tags?: Record<string, string> }
  streams?: ProbedStream[]
  chapters?: { start_time: string; end_time: string; tags?: { title?: string } }[]
}

const SHOWN = ['-show_format', '-show_streams', '-show_chapters']

/**
 * Reads what a finished file says about itself, without decoding it.
 *
 * `media.unreadable` for one that is missing, empty, cut, damaged or no sound.
 */
export async function readFileFacts(file: string, ffmpeg: Ffmpeg): Promise<FileFacts> {
  const { format, options } = await guardedOptions(file)
  try {
    const { size: sizeBytes } = await stat(file)
    const frames = format === 'mp3' ? await readMp3Frames(file) : null
    if (!frames) await checkWhole(file, format, ffmpeg)
    const probed = (await runFfprobe(ffmpeg, file, [...options, ...SHOWN])) as Probed
    const stream = probed.streams?.find(({ codec_type }) => codec_type === 'audio')
    if (!stream) throw new Error('it holds no sound')
    return {
      sizeBytes,
      codec: stream.codec_name ?? 'unknown',
      ...(frames ? factsOfFrames(frames) : factsOfStream(stream, probed)),
      tags: tagsOf(probed, stream),
      marks: marksOf(probed),
      cover: coverOf(probed),
    }
  } catch (error: unknown) {
    throw unreadableFile(file, reasonOf(error), error)
  }
}

/** Programs speak of themselves; what lies beneath an error of ours is the reason. */
function reasonOf(error: unknown): string {
  if (!(error instanceof AppError)) return messageOf(error)
  return error.code === 'media.unreadable' && error.cause !== undefined ? messageOf(error.cause) : 'it is damaged'
}

type SoundFacts = Omit<FileFacts, 'sizeBytes' | 'codec' | 'tags' | 'marks' | 'cover'>

function factsOfFrames({ frameCount: _, ...facts }: Mp3Facts): SoundFacts {
  return facts
}

function factsOfStream(stream: ProbedStream, { format }: Probed): SoundFacts {
  const durationMs = Number(stream.duration ?? format?.duration) * 1000
  const sampleRateHz = Number(stream.sample_rate)
  if (!(durationMs > 0 && sampleRateHz > 0)) throw new Error('it holds no sound')
  return {
    durationMs,
    sampleRateHz,
    channels: stream.channels === 1 ? 'mono' : stream.channels === 2 ? 'stereo' : 'more',
    bitRateKbps: Number(stream.bit_rate ?? format?.bit_rate ?? 0) / 1000,
    isConstantBitRate: null,
  }
}

/** ffprobe reads the beginning of a file and is content when its end is missing. */
async function checkWhole(file: string, format: string, ffmpeg: Ffmpeg): Promise<void> {
  if (format === 'flac' || format === 'wav') {
    await readAudioInfo(file, ffmpeg)
    return
  }
  const handle = await open(file)
  try {
    if (format === 'mov') await checkMp4Boxes(handle)
    else if (format === 'ogg') await checkOggEnd(handle)
  } finally {
    await handle.close()
  }
}

/** Ogg files keep their tags with the stream. */
function tagsOf({ format }: Probed, stream: ProbedStream): Record<string, string> {
  const entries = Object.entries({ ...stream.tags, ...format?.tags })
  return Object.fromEntries(entries.map(([key, value]) => [key.toLowerCase(), value]))
}

function marksOf({ chapters = [] }: Probed): FileFacts['marks'] {
  return chapters.map(({ start_time, end_time, tags }) => ({
    title: tags?.title ?? '',
    startMs: Number(start_time) * 1000,
    endMs: Number(end_time) * 1000,
  }))
}

function coverOf({ streams = [] }: Probed): FileFacts['cover'] {
  const picture = streams.find(({ disposition }) => disposition?.attached_pic === 1)
  if (!picture?.width || !picture.height) return null
  return { widthPx: picture.width, heightPx: picture.height }
}
