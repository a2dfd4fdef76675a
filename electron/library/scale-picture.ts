import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { runFfmpeg } from '#electron/audio/run-ffmpeg.ts'

/** Writes a picture as a JPEG whose shorter edge has at most `px`; a smaller one keeps its size. */
export async function scalePicture(
  ffmpeg: Ffmpeg,
  picture: string,
  file: string,
  { px, signal }: { px: number; signal: AbortSignal },
): Promise<void> {
  const part = `${file}.${randomUUID().slice(0, 8)}.part`
  // Large enough to fill a square; area averaging keeps the fine lines of a drawn cover from flickering.
  const filter = `scale='min(iw,${px})':'min(ih,${px})':force_original_aspect_ratio=increase:flags=area`
  await mkdir(dirname(file), { recursive: true })
  try {
    const output = ['-frames:v', '1', '-q:v', '3', '-c:v', 'mjpeg', '-f', 'image2', part]
    await runFfmpeg(ffmpeg, ['-i', picture, '-vf', filter, ...output], { signal })
    await rename(part, file)
  } finally {
    await rm(part, { force: true })
  }
}
