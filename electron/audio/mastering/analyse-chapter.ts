import { readFile, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '#shared/models/app-error.ts'
import type { ChapterSource } from '../chapter-source.ts'
import type { Ffmpeg } from '../ffmpeg.ts'
import type { SoundMeasurer } from '../measuring/sound-measurer.ts'
import { syncFile } from '../sync-file.ts'
import { SHAPING_FILTER } from './master-filter.ts'

const SPANS = z.array(z.object({ startMs: z.number(), endMs: z.number() }))
const LEVEL = z.number().nullable()
/** Raise it when the same sound is to be found otherwise. */
const ANALYSIS_VERSION = 2

const ANALYSIS = z.object({
  version: z.literal(ANALYSIS_VERSION),
  rmsDbfs: LEVEL,
  loudnessLufs: LEVEL,
  truePeakDbtp: LEVEL,
  pauses: SPANS.readonly(),
  clicks: SPANS.readonly(),
})

/** What a chapter sounds like before it is mastered: its levels, its pauses, and where it clicks. */
export type ChapterAnalysis = z.infer<typeof ANALYSIS>

/** The file that keeps the analysis of a chapter's sound. */
export function analysisFile(chaptersDir: string, soundKey: string): string {
  return join(chaptersDir, `${soundKey}.json`)
}

/** Null where it was not made yet, or by another version of the studio. */
export async function readAnalysis(file: string): Promise<ChapterAnalysis | null> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return ANALYSIS.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // It was damaged: it is a cache and is made again.
    return null
  }
}

/** More than the rounded lengths of a chapter's files sum up to: ffmpeg passes over what it cannot decode. */
const LOST_MS = 150

/** The first measured pass over a chapter, and its file; what was found of damaged sound is not kept. */
export async function analyseChapter(
  source: ChapterSource,
  file: string,
  context: { ffmpeg: Ffmpeg; measurer: SoundMeasurer; tempDir: string; signal?: AbortSignal | undefined },
): Promise<ChapterAnalysis> {
  const { ffmpeg, measurer, tempDir, signal } = context
  const { whole, pauses, clicks } = await measurer.measure(
    { ffmpeg, input: source.input, filter: SHAPING_FILTER, wantsPauses: true, wantsClicks: true },
    { signal },
  )
  if (source.durationMs - whole.durationMs > LOST_MS) {
    const lengths = `${(whole.durationMs / 1000).toFixed(2)} s of ${(source.durationMs / 1000).toFixed(2)} s`
    throw new AppError('media.encodingFailed', `Only ${lengths} of a chapter can be decoded.`)
  }
  const { rmsDbfs, loudnessLufs, truePeakDbtp } = whole
  // Nobody speaks before the first sound and after the last one either.
  const head = { startMs: 0, endMs: whole.headMs }
  const tail = { startMs: whole.durationMs - whole.tailMs, endMs: whole.durationMs }
  const levels = { rmsDbfs, loudnessLufs, truePeakDbtp }
  const analysis: ChapterAnalysis = { version: ANALYSIS_VERSION, ...levels, pauses: [head, ...pauses, tail], clicks }
  const tempFile = join(tempDir, basename(file))
  await writeFile(tempFile, JSON.stringify(analysis))
  await syncFile(tempFile)
  await rename(tempFile, file)
  return analysis
}
