import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { readFileFacts } from '#electron/audio/measuring/file-facts.ts'
import { guardedSource } from '#electron/audio/measuring/guarded-source.ts'
import type { SoundMeasurer } from '#electron/audio/measuring/sound-measurer.ts'
import type { MeasureOptions } from '#electron/audio/measuring/measure-sound.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { GateChapter, GateFile } from './gate-file.ts'

/** Decoded sound that is shorter than its file says by more than this was cut off; encoders pad and delay by less. */
const LENGTH_TOLERANCE_MS = 250

/**
 * Reads a finished file back: what it says about itself, and what it and each chapter in it sounds like.
 *
 * A file that cannot be read has a `fault` in place of its sound; only an abort rejects.
 */
export async function measureFile(
  path: string,
  { ffmpeg, measurer, ...options }: { ffmpeg: Ffmpeg; measurer: SoundMeasurer } & MeasureOptions,
): Promise<Pick<GateFile, 'sound' | 'fault'> & { chapters: GateChapter[] }> {
  try {
    const facts = await readFileFacts(path, ffmpeg)
    const input = await guardedSource(path)
    const { whole, ranges, complaint } = await measurer.measure({ ffmpeg, input, ranges: facts.marks }, options)
    const isCut = facts.durationMs - whole.durationMs > LENGTH_TOLERANCE_MS
    const lengths = `It should last ${seconds(facts.durationMs)}, but only ${seconds(whole.durationMs)} of it can be read.`
    const damage = complaint === null ? null : `It is damaged: ${complaint.replace(/[.]?$/, '.')}`
    const chapters = facts.marks.flatMap(({ title, startMs }, index): GateChapter[] => {
      const measures = ranges[index]
      return measures === undefined ? [] : [{ chapterIndex: null, title, startMs, measures }]
    })
    return { sound: { facts, measures: whole }, fault: isCut ? lengths : damage, chapters }
  } catch (error: unknown) {
    options.signal?.throwIfAborted()
    if (!(error instanceof AppError)) throw error
    return { sound: null, fault: error.message, chapters: [] }
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
