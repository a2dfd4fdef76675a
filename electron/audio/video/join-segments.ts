import { open } from 'node:fs/promises'
import { AppError } from '#shared/models/app-error.ts'
import type { SegmentStore } from './segment-store.ts'
import type { VideoLook } from './video-part.ts'
import type { VideoPlan } from './video-plan.ts'

/** Pictures that only repeat are this small at every size. */
const LARGEST_SKIP_BYTES = 200

/**
 * Writes a plan's stretches as one H.264 byte stream.
 *
 * A hold is its still's keyframe and pictures that repeat it; after `keyframeMs` the keyframe comes again.
 */
export async function joinSegments(
  plan: VideoPlan,
  output: string,
  context: {
    look: VideoLook
    store: SegmentStore
    signal?: AbortSignal | undefined
    /** Frames written so far. */
    onProgress?: ((frames: number) => void) | undefined
  },
): Promise<void> {
  const { look, store, signal, onProgress } = context
  const longestFrames = Math.max(3, Math.round((look.keyframeMs * look.framesPerSecond) / 1000))
  const skips = await readSkips(plan.skipsKey, longestFrames, store)
  const file = await open(output, 'w')
  let frames = 0
  try {
    await file.write(skips.parameters)
    for (const run of plan.runs) {
      const { parameters, pictures } = await store.read(run.kind === 'hold' ? run.still.key : run.fade.key)
      const isWhole = pictures.length === (run.kind === 'hold' ? 1 : run.frames)
      if (!isWhole || !parameters.equals(skips.parameters)) throw cannotJoin()
      const encoded = Buffer.concat(pictures)
      for (const count of run.kind === 'hold' ? evenly(run.frames, longestFrames) : [run.frames]) {
        signal?.throwIfAborted()
        await file.write(encoded)
        if (run.kind === 'hold') await file.write(skips.repeat(count - 1))
        frames += count
        onProgress?.(frames)
      }
    }
  } finally {
    await file.close()
  }
}

/** Parts of nearly equal length, none longer than `longest` and none of a single frame. */
function evenly(frames: number, longest: number): number[] {
  const count = Math.ceil(frames / longest)
  return Array.from({ length: count }, (_, index) => {
    return Math.floor(((index + 1) * frames) / count) - Math.floor((index * frames) / count)
  })
}

interface Skips {
  parameters: Buffer
  /** So many repetitions of the picture before them, fewer than a hold may last. */
  repeat: (count: number) => Buffer
}

/** The encoder numbers pictures and begins anew after some: from there on its repetitions repeat themselves. */
async function readSkips(key: string, longest: number, store: SegmentStore): Promise<Skips> {
  const { parameters, pictures } = await store.read(key)
  const skips = pictures.slice(1)
  const isPeriod = (period: number): boolean => skips.every((skip, index) => skip.equals(skips[index % period] ?? skip))
  const period = skips.findIndex((_, index) => index > 0 && index <= skips.length / 2 && isPeriod(index))
  if (period < 0 || skips.some((skip) => skip.length > LARGEST_SKIP_BYTES)) throw cannotJoin()
  const row = Array.from({ length: longest }, (_, index) => skips[index % period] ?? Buffer.of())
  const all = Buffer.concat(row)
  const ends = [0]
  for (const skip of row) ends.push((ends.at(-1) ?? 0) + skip.length)
  return { parameters, repeat: (count) => all.subarray(0, ends[count]) }
}

function cannotJoin(): AppError {
  return new AppError(
    'media.videoNotJoinable',
    'The H.264 encoder of this ffmpeg makes pictures that cannot be joined. Set media.ffmpeg_path to a usual build of ffmpeg with libx264.',
  )
}
