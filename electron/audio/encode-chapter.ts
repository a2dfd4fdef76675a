import { rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import type { DeliveryFormat } from '#shared/models/production.ts'
import { AAC_FRAME_SAMPLES, findJoinable } from './adts.ts'
import { writeChapterList } from './chapter-source.ts'
import type { SpeechInfos } from './chapter-source.ts'
import type { ChapterPlan } from './plan-chapter.ts'
import { runFfmpeg } from './run-ffmpeg.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { syncFile } from './sync-file.ts'

export interface EncodingSettings {
  aacKbps: number
  mp3Kbps: number
  sampleRateHz: number
  /** RMS of the noise that fills every pause and lies under the speech. */
  roomToneDbfs: number
}

/** A chapter that is to be encoded; the outputs that exist are its encodings. */
export interface ChapterEncoding {
  chapter: ChapterPlan
  /** Names the encoding by everything that goes into it. */
  key: string
  outputs: readonly { format: DeliveryFormat; file: string }[]
}

export interface EncodeContext {
  ffmpeg: Ffmpeg
  settings: EncodingSettings
  infos: SpeechInfos
  tempDir: string
  signal?: AbortSignal | undefined
  onProgress?: ((outTimeMs: number) => void) | undefined
}

/** Uniform noise between −½ and ½ has this RMS. */
const UNIFORM_RMS = 1 / Math.sqrt(12)
const FULL_SCALE = 32_768
const MPEG2_MOST_KBPS = 160
/** What an encoder adds at most, delay and padding, and rounded lengths sum up to. */
const TOLERANCE_MS = 150

/**
 * Decodes a chapter once and encodes it to each output; the files appear under their names when they are whole.
 *
 * `media.chunkDamaged` names the chunk that could not be decoded to its announced length.
 */
export async function encodeChapter(encoding: ChapterEncoding, context: EncodeContext): Promise<void> {
  const { ffmpeg, settings, infos, tempDir, signal, onProgress } = context
  const { chapter, key } = encoding
  const outputs = encoding.outputs.map((output) => ({ ...output, tempFile: join(tempDir, basename(output.file)) }))
  try {
    const source = await writeChapterList(key, chapter.segments, infos, settings.sampleRateHz, context)
    const input = ['-xerror', '-f', 'concat', '-safe', '0', '-i', source.listFile]
    await runFfmpeg(ffmpeg, [...input, ...encodingArguments(outputs, source.rateHz, settings)], { signal, onProgress })
    for (const { format, tempFile } of outputs) {
      const foundMs = await encodedDurationMs(format, tempFile, settings)
      if (Math.abs(foundMs - source.durationMs) > TOLERANCE_MS) {
        const lengths = `${(foundMs / 1000).toFixed(2)} s of ${(source.durationMs / 1000).toFixed(2)} s`
        throw new AppError('media.encodingFailed', `Chapter "${chapter.title}" was encoded to ${lengths} only.`)
      }
    }
    await Promise.all(source.preparedFiles.map((file) => rm(file)))
  } catch (error: unknown) {
    if (signal?.aborted !== true) await nameDamagedChunk(chapter, context)
    throw error
  }
  for (const { file, tempFile } of outputs) {
    await syncFile(tempFile)
    await rename(tempFile, file)
  }
}

/**
 * Arguments that lay room tone over an input of `inputRateHz` and encode it.
 *
 * The noise is the resampler's dither, scaled up: it costs nothing and is the same in every run, where a noise source
 * and a mixer take as long as the AAC encoder. It is added at the input's rate, since noise above the speech's band
 * takes bits from the speech and made encoding a fifth slower.
 */
export function encodingArguments(
  outputs: readonly { format: DeliveryFormat; tempFile: string }[],
  inputRateHz: number,
  settings: EncodingSettings,
): string[] {
  const scale = (FULL_SCALE * 10 ** (settings.roomToneDbfs / 20)) / UNIFORM_RMS
  const dither = `tsf=fltp:osf=s16:dither_method=rectangular:dither_scale=${scale.toFixed(3)}`
  const tone = `aresample=${inputRateHz}:${dither},aresample=${settings.sampleRateHz}`
  const labels = outputs.map((_, index) => `[out${index}]`)
  const graph = `[0:a]${tone},asplit=${outputs.length}${labels.join('')}`
  return ['-filter_complex', graph].concat(
    ...outputs.map(({ format, tempFile }, index) => [
      '-map',
      `[out${index}]`,
      ...(format === 'm4b'
        ? ['-c:a', 'aac', '-b:a', `${settings.aacKbps}k`, '-f', 'adts']
        : ['-c:a', 'libmp3lame', '-b:a', `${mp3Kbps(settings)}k`, '-id3v2_version', '0', '-f', 'mp3']),
      tempFile,
    ]),
  )
}

/** Length of an encoded MP3: its bit rate is constant, and its first frame holds no sound but facts for players. */
export async function mp3DurationMs(file: string, settings: EncodingSettings): Promise<number> {
  const frameMs = ((isMpeg2(settings) ? 576 : 1152) * 1000) / settings.sampleRateHz
  return ((await stat(file)).size * 8) / mp3Kbps(settings) - frameMs
}

function mp3Kbps(settings: EncodingSettings): number {
  return isMpeg2(settings) ? Math.min(settings.mp3Kbps, MPEG2_MOST_KBPS) : settings.mp3Kbps
}

/** What MP3 is below 32 kHz: shorter frames and lower bit rates. */
function isMpeg2({ sampleRateHz }: EncodingSettings): boolean {
  return sampleRateHz < 32_000
}

async function encodedDurationMs(format: DeliveryFormat, file: string, settings: EncodingSettings): Promise<number> {
  if (format === 'mp3') return mp3DurationMs(file, settings)
  const { frameCount } = await findJoinable(file)
  return ((frameCount + 2) * AAC_FRAME_SAMPLES * 1000) / settings.sampleRateHz
}

/** Looks for the cause of a failure by decoding each chunk by itself. */
async function nameDamagedChunk(chapter: ChapterPlan, { ffmpeg, infos, signal }: EncodeContext): Promise<void> {
  for (const segment of chapter.segments) {
    if (segment.kind === 'gap') continue
    let decodedMs = 0
    const onProgress = (ms: number): void => void (decodedMs = ms)
    const args = ['-xerror', '-i', segment.file, '-map', '0:a:0', '-f', 'null', '-']
    const failure = await runFfmpeg(ffmpeg, args, { signal, onProgress }).catch((error: unknown) => error)
    signal?.throwIfAborted()
    const announcedMs = infos.get(segment.file)?.durationMs ?? segment.durationMs
    if (failure instanceof Error || Math.abs(decodedMs - announcedMs) > TOLERANCE_MS) {
      const message = `${basename(segment.file)} of chapter "${chapter.title}" is damaged. Render it again.`
      throw new AppError('media.chunkDamaged', message, { data: { file: segment.file }, cause: failure })
    }
  }
}
