import { mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { splitTitle } from '#electron/engine/cover/title-lines.ts'
import { pictureFormat } from '../embedded-cover.ts'
import type { Ffmpeg } from '../ffmpeg.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import { syncFile } from '../sync-file.ts'
import { composePicture } from './compose-picture.ts'
import { DrawingThread } from './drawing-thread.ts'
import { pictureFault } from './picture-fault.ts'

const SIZE = { widthPx: 1280, heightPx: 720 }
/** What YouTube takes. */
const MOST_BYTES = 2_000_000
/** ffmpeg's scale, best first. */
const QUALITIES = [2, 5, 10]

/** Draws a video's thumbnail, a JPEG of 1280 × 720 with the title in large letters; `media.pictureUnreadable` if the picture cannot be read. */
export async function drawThumbnail(
  output: string,
  { pictureFile, title, author }: { pictureFile: string; title: string; author: string },
  { ffmpeg, signal }: { ffmpeg: Ffmpeg; signal?: AbortSignal | undefined },
): Promise<void> {
  const tempDir = await mkdtemp(`${output}.`)
  const drawings = new DrawingThread()
  const [overlay, jpeg] = [join(tempDir, 'text.png'), join(tempDir, 'thumbnail.jpg')]
  try {
    const words = { kicker: author, heading: splitTitle(title).main, caption: null }
    await writeFile(overlay, await drawings.draw({ layout: 'thumbnail', ...SIZE, ...words }), { signal })
    const inputs = ['-f', await pictureFormat(pictureFile), '-i', pictureFile, '-f', 'png_pipe', '-i', overlay]
    const filter = ['-filter_complex', composePicture('thumbnail', SIZE), '-map', '[out]', '-frames:v', '1']
    for (const quality of QUALITIES) {
      const encoder = ['-pix_fmt', 'yuvj420p', '-c:v', 'mjpeg', '-q:v', String(quality), '-threads', '1']
      const exact = ['-flags:v', '+bitexact', '-f', 'mjpeg']
      await runFfmpeg(ffmpeg, [...inputs, ...filter, ...encoder, ...exact, jpeg], { signal })
      if ((await stat(jpeg)).size <= MOST_BYTES) break
    }
    await syncFile(jpeg)
    await rename(jpeg, output)
  } catch (error: unknown) {
    throw signal?.aborted === true ? error : await pictureFault(pictureFile, ffmpeg, error)
  } finally {
    await drawings.close()
    await rm(tempDir, { recursive: true, force: true })
  }
}
