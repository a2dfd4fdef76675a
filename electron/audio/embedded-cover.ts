import { open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { runFfmpeg } from './run-ffmpeg.ts'
import type { Ffmpeg } from './ffmpeg.ts'

/** Players show covers at most this large, and each MP3 carries one. */
const MOST_PIXELS = 1400
const SIGNATURES: Record<string, string> = { '\x89PNG': 'png_pipe', RIFF: 'webp_pipe' }

/** Writes the JPEG that goes into the audio files and returns its path; `media.coverUnreadable` if that fails. */
export async function embeddedCover(
  coverFile: string,
  context: { ffmpeg: Ffmpeg; tempDir: string; signal?: AbortSignal | undefined },
): Promise<string> {
  const output = join(context.tempDir, 'cover.jpg')
  const size = `w='min(${MOST_PIXELS},iw)':h='min(${MOST_PIXELS},ih)'`
  const filter = `scale=${size}:force_original_aspect_ratio=decrease`
  const jpeg = ['-frames:v', '1', '-q:v', '3', '-pix_fmt', 'yuvj420p', '-c:v', 'mjpeg', '-f', 'mjpeg']
  try {
    const input = ['-f', await pictureFormat(coverFile), '-i', coverFile]
    await runFfmpeg(context.ffmpeg, [...input, '-vf', filter, ...jpeg, output], { signal: context.signal })
  } catch (cause: unknown) {
    if (context.signal?.aborted === true) throw cause
    const message = `The cover ${basename(coverFile)} cannot be read. Replace it with a JPEG, PNG or WebP picture.`
    throw new AppError('media.coverUnreadable', message, { data: { file: coverFile }, cause })
  }
  return output
}

/** A picture file's format, named for ffmpeg, which else takes a `%` in a picture's name for a numbered series. */
export async function pictureFormat(file: string): Promise<string> {
  const handle = await open(file, 'r')
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return SIGNATURES[buffer.toString('latin1')] ?? 'jpeg_pipe'
  } finally {
    await handle.close()
  }
}
