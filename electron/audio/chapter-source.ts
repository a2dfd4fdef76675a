import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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

/** A chapter as one input for ffmpeg. */
interface ChapterSource {
  listFile: string
  rateHz: number
  durationMs: number
  /** Temporary files, of no use once the chapter is encoded. */
  preparedFiles: string[]
}

/** Inputs of one ffmpeg process; each is held in memory to be faded at its end. */
const PREPARED_AT_ONCE = 8
/** Long enough to take the click from an edge that is not at zero, too short to be heard. */
const FADE_S = 0.005

/**
 * The sample rate at which a chapter's files are put one after the other.
 *
 * ffmpeg joins files only where all are alike, so that chapters of mono 16-bit FLAC of one rate (what the built-in
 * voices make) are taken as they are, and any other mixture is prepared at the highest of its rates.
 */
export function joiningRate(speech: readonly AudioInfo[], outputRateHz: number): { rateHz: number; isReady: boolean } {
  const rates = new Set(speech.map((info) => info.sampleRateHz))
  const isReady =
    rates.size === 1 &&
    speech.every((info) => info.codec === 'flac' && info.bitsPerSample === 16 && info.channels === 1)
  const highest = Math.max(...rates, 0) || outputRateHz
  return { rateHz: isReady ? highest : Math.min(highest, outputRateHz), isReady }
}

/** Where `makeGaps` puts the file of a gap. */
export function gapFile(tempDir: string, rateHz: number, durationMs: number): string {
  return join(tempDir, `gap-${rateHz}-${durationMs}.flac`)
}

/** Writes the gaps of one rate in one go. They are empty: the encoding lays room tone over gaps and speech alike. */
export async function makeGaps(rateHz: number, durationsMs: readonly number[], context: SourceContext): Promise<void> {
  const outputs = durationsMs.flatMap((durationMs) => {
    const format = ['-c:a', 'flac', '-sample_fmt', 's16', '-f', 'flac']
    return ['-t', String(durationMs / 1000), ...format, gapFile(context.tempDir, rateHz, durationMs)]
  })
  const source = ['-f', 'lavfi', '-i', `anullsrc=r=${rateHz}:cl=mono`]
  await runFfmpeg(context.ffmpeg, [...source, ...outputs], { signal: context.signal })
}

/**
 * Writes the list of files that make up a chapter, for ffmpeg's concat demuxer, with their length.
 *
 * `name` is unlike those of the other chapters in `tempDir`; the gaps must be there.
 */
export async function writeChapterList(
  name: string,
  segments: readonly Segment[],
  infos: SpeechInfos,
  outputRateHz: number,
  context: SourceContext,
): Promise<ChapterSource> {
  const speech = segments.flatMap((segment) => (segment.kind === 'speech' ? [segment.file] : []))
  const speechInfos = speech.flatMap((file) => infos.get(file) ?? [])
  const { rateHz, isReady } = joiningRate(speechInfos, outputRateHz)
  const prepared = isReady ? [] : await prepareSpeech(name, speech, speechInfos, rateHz, context)
  let durationMs = 0
  let speechIndex = 0
  const lines = segments.map((segment) => {
    if (segment.kind === 'gap') {
      durationMs += segment.durationMs
      return listLine(gapFile(context.tempDir, rateHz, segment.durationMs))
    }
    const ready = prepared[speechIndex++]
    durationMs += ready?.info.durationMs ?? infos.get(segment.file)?.durationMs ?? segment.durationMs
    return listLine(ready?.file ?? segment.file)
  })
  const listFile = join(context.tempDir, `${name}.txt`)
  await writeFile(listFile, lines.join(''))
  return { listFile, rateHz, durationMs, preparedFiles: prepared.map(({ file }) => file) }
}

function listLine(file: string): string {
  return `file '${file.replaceAll("'", String.raw`'\''`)}'\n`
}

/** Decodes speech of any format to mono 16-bit FLAC of one rate, with faded edges. */
async function prepareSpeech(
  name: string,
  files: readonly string[],
  infos: readonly AudioInfo[],
  rateHz: number,
  context: SourceContext,
): Promise<{ file: string; info: AudioInfo }[]> {
  const { ffmpeg, tempDir, signal } = context
  const prepared: { file: string; info: AudioInfo }[] = []
  for (let first = 0; first < files.length; first += PREPARED_AT_ONCE) {
    const batch = files.slice(first, first + PREPARED_AT_ONCE)
    const outputs = batch.map((_, index) => join(tempDir, `${name}-${first + index}.flac`))
    const args = outputs.flatMap((output, index) => {
      const filter = preparingFilter(infos[first + index]?.channels ?? 1, rateHz)
      const format = ['-c:a', 'flac', '-sample_fmt', 's16', '-compression_level', '0', '-f', 'flac']
      return ['-map', `${index}:a:0`, '-af', filter, ...format, output]
    })
    await runFfmpeg(ffmpeg, ['-xerror', ...batch.flatMap((file) => ['-i', file]), ...args], { signal })
    for (const file of outputs) prepared.push({ file, info: await readAudioInfo(file, ffmpeg) })
  }
  return prepared
}

function preparingFilter(channels: number, rateHz: number): string {
  // The mean of all channels: a sum could clip.
  const mean = Array.from({ length: channels }, (_, channel) => `${1 / channels}*c${channel}`).join('+')
  const fade = `afade=t=in:d=${FADE_S}`
  return `pan=mono|c0=${mean},aresample=${rateHz},${fade},areverse,${fade},areverse`
}
