import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import type { AudioInfo } from './audio-info.ts'
import { readAudioInfo } from './audio-info.ts'
import type { Segment } from './plan-chapter.ts'
import { runFfmpeg } from './run-ffmpeg.ts'
import type { Ffmpeg } from './ffmpeg.ts'

/** Speech files by path, as measured. */
export type SpeechInfos = ReadonlyMap<string, AudioInfo>

interface SourceContext {
  ffmpeg: Ffmpeg
  /** Folder for what is needed only until the chapter is encoded. */
  tempDir: string
  signal?: AbortSignal | undefined
}

/** What the files of a chapter have in common when they are joined: mono 16-bit FLAC of this rate and block size. */
export interface JoiningFormat {
  rateHz: number
  blockSize: number
  /** False when the speech has to be prepared first. */
  isReady: boolean
}

/** A chapter as one input for ffmpeg. */
export interface ChapterSource {
  /** ffmpeg's arguments that open it. */
  input: readonly string[]
  rateHz: number
  durationMs: number
  /** Temporary files, of no use once the chapter is encoded. */
  preparedFiles: string[]
}

/** Inputs of one ffmpeg process; each is held in memory to be faded at its end. */
const PREPARED_AT_ONCE = 8
const PREPARED_BLOCK_SIZE = 4096
/** More than rounding and resampling change. */
const LOST_MS = 20
/** Long enough to take the click from an edge that is not at zero, too short to be heard. */
const FADE_S = 0.005
/** Only for files in which a click was found: it is slow, and speech without clicks is better left alone. */
const DECLICK_FILTER = 'adeclick=w=55:o=75:t=3'

/**
 * The format in which a chapter's files are put one after the other.
 *
 * ffmpeg joins files only where all are alike, and reads no larger block than the first file's header announces. So
 * chapters of mono 16-bit FLAC of one rate and block size (what the built-in voices make) are taken as they are, and
 * any other mixture, and one with clicks to be taken out, is prepared at the highest of its rates.
 */
export function joiningFormat(speech: readonly AudioInfo[], outputRateHz: number, hasClicks = false): JoiningFormat {
  const rateHz = Math.max(...speech.map((info) => info.sampleRateHz), 0) || outputRateHz
  const blockSize = speech[0]?.blockSize ?? 0
  const isAlike = speech.every(
    (info) =>
      info.codec === 'flac' &&
      info.bitsPerSample === 16 &&
      info.channels === 1 &&
      info.sampleRateHz === rateHz &&
      info.blockSize === blockSize,
  )
  return isAlike && blockSize > 0 && !hasClicks
    ? { rateHz, blockSize, isReady: true }
    : { rateHz: Math.min(rateHz, outputRateHz), blockSize: PREPARED_BLOCK_SIZE, isReady: false }
}

/** Where `makeGaps` puts the file of a gap. */
export function gapFile(tempDir: string, { rateHz, blockSize }: JoiningFormat, durationMs: number): string {
  return join(tempDir, `gap-${rateHz}-${blockSize}-${durationMs}.flac`)
}

/** Writes the gaps of one format in one go. They are empty: encoding lays room tone over gaps and speech alike. */
export async function makeGaps(
  format: JoiningFormat,
  durationsMs: readonly number[],
  context: SourceContext,
): Promise<void> {
  const outputs = durationsMs.flatMap((durationMs) => [
    ...['-t', String(durationMs / 1000), ...flacArguments(format), gapFile(context.tempDir, format, durationMs)],
  ])
  const source = ['-f', 'lavfi', '-i', `anullsrc=r=${format.rateHz}:cl=mono`]
  await runFfmpeg(context.ffmpeg, [...source, ...outputs], { signal: context.signal })
}

function flacArguments({ blockSize }: JoiningFormat): string[] {
  const speed = ['-compression_level', '0', '-frame_size', String(blockSize)]
  return ['-c:a', 'flac', '-sample_fmt', 's16', ...speed, '-f', 'flac']
}

/**
 * Writes the list of files that make up a chapter, for ffmpeg's concat demuxer, with their length.
 *
 * `name` is unlike those of the other chapters in `tempDir`; the gaps must be there. Clicks are taken out of the files
 * in `clicking`.
 */
export async function writeChapterList(
  name: string,
  segments: readonly Segment[],
  infos: SpeechInfos,
  outputRateHz: number,
  context: SourceContext,
  clicking: ReadonlySet<string> = new Set(),
): Promise<ChapterSource> {
  const speech = segments.flatMap((segment) => (segment.kind === 'speech' ? [segment.file] : []))
  const speechInfos = speech.flatMap((file) => infos.get(file) ?? [])
  const format = joiningFormat(speechInfos, outputRateHz, clicking.size > 0)
  const isClicking = (file: string): boolean => clicking.has(file)
  const prepared = format.isReady ? [] : await prepareSpeech(name, speech, speechInfos, format, context, isClicking)
  let durationMs = 0
  let speechIndex = 0
  const lines = segments.map((segment) => {
    if (segment.kind === 'gap') {
      durationMs += segment.durationMs
      return listLine(gapFile(context.tempDir, format, segment.durationMs))
    }
    const ready = prepared[speechIndex++]
    durationMs += ready?.info.durationMs ?? infos.get(segment.file)?.durationMs ?? segment.durationMs
    return listLine(ready?.file ?? segment.file)
  })
  const listFile = join(context.tempDir, `${name}.txt`)
  await writeFile(listFile, lines.join(''))
  const input = ['-xerror', '-f', 'concat', '-safe', '0', '-i', listFile]
  return { input, rateHz: format.rateHz, durationMs, preparedFiles: prepared.map(({ file }) => file) }
}

function listLine(file: string): string {
  return `file '${file.replaceAll("'", String.raw`'\''`)}'\n`
}

/** Decodes speech of any format to mono 16-bit FLAC of one rate, with faded edges. */
async function prepareSpeech(
  name: string,
  files: readonly string[],
  infos: readonly AudioInfo[],
  format: JoiningFormat,
  context: SourceContext,
  isClicking: (file: string) => boolean,
): Promise<{ file: string; info: AudioInfo }[]> {
  const { ffmpeg, tempDir, signal } = context
  const prepared: { file: string; info: AudioInfo }[] = []
  for (let first = 0; first < files.length; first += PREPARED_AT_ONCE) {
    const batch = files.slice(first, first + PREPARED_AT_ONCE)
    const outputs = batch.map((_, index) => join(tempDir, `${name}-${first + index}.flac`))
    const args = outputs.flatMap((output, index) => {
      const declick = isClicking(batch[index] ?? '') ? `${DECLICK_FILTER},` : ''
      const filter = `${declick}${preparingFilter(infos[first + index]?.channels ?? 1, format.rateHz)}`
      return ['-map', `${index}:a:0`, '-af', filter, ...flacArguments(format), output]
    })
    await runFfmpeg(ffmpeg, ['-xerror', ...batch.flatMap((file) => ['-i', file]), ...args], { signal })
    for (const [index, file] of outputs.entries()) {
      const info = await readAudioInfo(file, ffmpeg)
      checkWhole(batch[index] ?? '', infos[first + index], info)
      prepared.push({ file, info })
    }
  }
  return prepared
}

/** ffmpeg passes over frames that it cannot decode, and says so with no exit code. */
function checkWhole(file: string, announced: AudioInfo | undefined, { durationMs }: AudioInfo): void {
  // What is compressed with loss is as long as its decoder makes it.
  if (announced === undefined || announced.bitsPerSample === 0 || announced.durationMs - durationMs < LOST_MS) return
  const found = `Only ${durationMs / 1000} s of its ${announced.durationMs / 1000} s can be decoded`
  throw new AppError('media.chunkDamaged', `${basename(file)} is damaged. ${found}. Render it again.`, {
    data: { file },
  })
}

function preparingFilter(channels: number, rateHz: number): string {
  // The mean of all channels: a sum could clip.
  const mean = Array.from({ length: channels }, (_, channel) => `${1 / channels}*c${channel}`).join('+')
  const fade = `afade=t=in:d=${FADE_S}`
  return `pan=mono|c0=${mean},aresample=${rateHz},${fade},areverse,${fade},areverse`
}
