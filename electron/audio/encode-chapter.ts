import { rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { AAC_FRAME_SAMPLES, findJoinable } from './adts.ts'
import type { EncodingSettings } from './chapter-cache.ts'
import type { ChapterSource, SpeechInfos } from './chapter-source.ts'
import { codecArguments, mp3FrameSamples, mp3Kbps } from './codec.ts'
import type { Codec, CodecSettings } from './codec.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { masterFilter } from './mastering/master-filter.ts'
import type { Mastering } from './mastering/plan-master.ts'
import { readAudioInfo } from './audio-info.ts'
import type { ChapterPlan } from './plan-chapter.ts'
import { runFfmpeg, runFfprobe } from './run-ffmpeg.ts'
import { syncFile } from './sync-file.ts'

/** One file that a chapter is encoded to. */
export interface EncodedOutput {
  codec: Codec
  file: string
}

export interface EncodeContext {
  ffmpeg: Ffmpeg
  settings: EncodingSettings
  tempDir: string
  signal?: AbortSignal | undefined
  onProgress?: ((outTimeMs: number) => void) | undefined
}

/** What an encoder adds at most, delay and padding, and rounded lengths sum up to. */
const TOLERANCE_MS = 150

/** Decodes a chapter once, masters it and encodes it to each output; the files appear under their names when they are whole. */
export async function encodeChapter(
  { title }: ChapterPlan,
  source: ChapterSource,
  mastering: Mastering,
  outputs: readonly EncodedOutput[],
  context: EncodeContext,
): Promise<void> {
  const { ffmpeg, settings, tempDir, signal, onProgress } = context
  const temporary = outputs.map((output) => ({ ...output, tempFile: join(tempDir, basename(output.file)) }))
  const args = [...source.input, ...encodingArguments(temporary, source.rateHz, mastering, settings)]
  await runFfmpeg(ffmpeg, args, { signal, onProgress })
  for (const { codec, tempFile } of temporary) {
    const foundMs = await encodedDurationMs(codec, tempFile, settings, ffmpeg)
    if (Math.abs(foundMs - source.durationMs) > TOLERANCE_MS) {
      const lengths = `${(foundMs / 1000).toFixed(2)} s of ${(source.durationMs / 1000).toFixed(2)} s`
      throw new AppError('media.encodingFailed', `Chapter "${title}" was encoded to ${lengths} only.`)
    }
  }
  await Promise.all(source.preparedFiles.map((file) => rm(file)))
  for (const { file, tempFile } of temporary) {
    await syncFile(tempFile)
    await rename(tempFile, file)
  }
}

function encodingArguments(
  outputs: readonly { codec: Codec; tempFile: string }[],
  inputRateHz: number,
  mastering: Mastering,
  settings: EncodingSettings,
): string[] {
  const labels = outputs.map((_, index) => `[out${index}]`)
  const graph = `[0:a]${masterFilter(inputRateHz, mastering, settings)},asplit=${outputs.length}${labels.join('')}`
  return ['-filter_complex', graph].concat(
    ...outputs.map(({ codec, tempFile }, index) => [
      ...['-map', `[out${index}]`, ...codecArguments(codec, settings), tempFile],
    ]),
  )
}

/** Length of an encoded MP3: its bit rate is constant, and its first frame holds no sound but facts for players. */
export async function mp3DurationMs(file: string, settings: CodecSettings): Promise<number> {
  const frameMs = (mp3FrameSamples(settings) * 1000) / settings.sampleRateHz
  return ((await stat(file)).size * 8) / mp3Kbps(settings) - frameMs
}

async function encodedDurationMs(codec: Codec, file: string, settings: CodecSettings, ffmpeg: Ffmpeg): Promise<number> {
  switch (codec) {
    case 'mp3':
      return mp3DurationMs(file, settings)
    case 'aac': {
      const { frameCount } = await findJoinable(file)
      return ((frameCount + 2) * AAC_FRAME_SAMPLES * 1000) / settings.sampleRateHz
    }
    case 'flac':
      return (await readAudioInfo(file, ffmpeg)).durationMs
    case 'opus': {
      const { format } = (await runFfprobe(ffmpeg, file, ['-show_format'])) as { format: { duration: string } }
      return Number(format.duration) * 1000
    }
  }
}

/** Looks for the cause of a failure by decoding each chunk by itself: `media.chunkDamaged` names it. */
export async function nameDamagedChunk(
  chapter: ChapterPlan,
  infos: SpeechInfos,
  { ffmpeg, signal }: Pick<EncodeContext, 'ffmpeg' | 'signal'>,
): Promise<void> {
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
