import { createHash } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Ffmpeg } from '../ffmpeg.ts'
import { runPool } from '../run-pool.ts'
import { syncFile } from '../sync-file.ts'
import { DrawingThread } from './drawing-thread.ts'
import { encodeFade, encodeSkips, encodeStill, type EncodeContext } from './encode-segments.ts'
import { joinSegments } from './join-segments.ts'
import { muxVideo } from './mux-video.ts'
import { SegmentStore } from './segment-store.ts'
import { verifyVideo, type VideoFacts } from './verify-video.ts'
import type { VideoLook, VideoPart } from './video-part.ts'
import type { VideoPlan } from './video-plan.ts'

/** What videos are made with. */
export interface VideoContext {
  ffmpeg: Ffmpeg
  look: VideoLook
  /** Encoded stills and fades, kept from one run to the next. */
  segmentsDir: string
  concurrency: number
  signal?: AbortSignal | undefined
  /** 0–1 of this video. */
  onProgress?: ((done: number) => void) | undefined
}

/** What each piece of work weighs, in the time that a still takes. */
const WEIGHTS = { still: 1, fade: 2, joinedHour: 2, muxedHour: 4 }

/**
 * Makes one part's video: encodes the stills and fades that are missing, joins them, adds the sound and reads the file back.
 *
 * `audioFile` holds AAC, whose frames are copied. A run that was ended goes on with the segments that it had.
 */
export async function makeVideo(
  output: string,
  audioFile: string,
  { part, plan }: { part: VideoPart; plan: VideoPlan },
  context: VideoContext,
): Promise<VideoFacts> {
  const { ffmpeg, look, segmentsDir, signal, onProgress } = context
  await mkdir(dirname(output), { recursive: true })
  // Named by the output, so that what a killed run left is removed by the next one.
  const tempDir = join(segmentsDir, `work-${createHash('sha256').update(output).digest('hex').slice(0, 12)}`)
  await rm(tempDir, { recursive: true, force: true })
  await mkdir(tempDir, { recursive: true })
  const store = new SegmentStore(segmentsDir)
  const missing = await missingSegments(plan, segmentsDir)
  const hours = part.durationMs / 3_600_000
  const steps = {
    encode: missing.stills.length * WEIGHTS.still + missing.fades.length * WEIGHTS.fade,
    join: hours * WEIGHTS.joinedHour,
    mux: hours * WEIGHTS.muxedHour,
  }
  const all = steps.encode + steps.join + steps.mux
  const tell = (done: number): void => onProgress?.(Math.min(1, done / all))
  try {
    await encodeMissing(plan, missing, { ...context, store, tempDir }, tell)
    const [joinedFile, wholeFile] = [`${tempDir}/joined.h264`, `${tempDir}/video.mp4`]
    await joinSegments(plan, joinedFile, {
      ...{ look, store, signal },
      onProgress: (frames) => tell(steps.encode + (steps.join * frames) / plan.frames),
    })
    await muxVideo(wholeFile, { joinedFile, audioFile }, part, {
      ...{ ffmpeg, look, tempDir, signal },
      onProgress: (ms) => tell(steps.encode + steps.join + steps.mux * Math.min(1, ms / part.durationMs)),
    })
    const facts = await verifyVideo(wholeFile, { part, look, frames: plan.frames }, ffmpeg)
    await syncFile(wholeFile)
    await rename(wholeFile, output)
    return facts
  } finally {
    await rm(tempDir, { recursive: true, force: true })
  }
}

/** What a run would have to encode. */
export async function missingSegments(
  plan: VideoPlan,
  segmentsDir: string,
): Promise<Pick<VideoPlan, 'stills' | 'fades'>> {
  const store = new SegmentStore(segmentsDir)
  const without = async <T extends { key: string }>(segments: readonly T[]): Promise<T[]> => {
    const are = await Promise.all(segments.map(({ key }) => store.has(key)))
    return segments.filter((_, index) => are[index] === false)
  }
  return { stills: await without(plan.stills), fades: await without(plan.fades) }
}

/** Removes segments that none of a book's videos needs any more. */
export async function pruneSegments(segmentsDir: string, plans: readonly VideoPlan[]): Promise<void> {
  await new SegmentStore(segmentsDir).prune(plans)
}

async function encodeMissing(
  plan: VideoPlan,
  missing: Pick<VideoPlan, 'stills' | 'fades'>,
  context: EncodeContext & { concurrency: number },
  tell: (done: number) => void,
): Promise<void> {
  if (!(await context.store.has(plan.skipsKey))) await encodeSkips(plan.skipsKey, context)
  if (missing.stills.length + missing.fades.length === 0) return
  const drawings = new DrawingThread()
  let done = 0
  const advance = (weight: number): void => tell((done += weight))
  try {
    await runPool(missing.stills, context, async (still, signal) => {
      await encodeStill(still, { ...context, drawings, signal })
      advance(WEIGHTS.still)
    })
    await runPool(missing.fades, context, async (fade, signal) => {
      await encodeFade(fade, { ...context, signal })
      advance(WEIGHTS.fade)
    })
  } finally {
    await drawings.close()
  }
}
