import { open } from 'node:fs/promises'
import { z } from 'zod'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { runFfmpeg, runFfprobe } from '#electron/audio/run-ffmpeg.ts'
import { AppError } from '#shared/models/app-error.ts'

export type PictureFormat = 'jpg' | 'png' | 'webp'

const HEAD_BYTES = 12
const DEMUXERS: Record<PictureFormat, string> = { jpg: 'jpeg_pipe', png: 'png_pipe', webp: 'webp_pipe' }
/** A square of 10,000: more than any store takes, and 400 MB when it is decoded. */
const MOST_PIXELS = 100_000_000
const DEADLINE_MS = 30_000
const STREAMS = z.object({ streams: z.array(z.object({ width: z.int(), height: z.int() })) })

/** The format that a file has by its first bytes; null for any other. */
export async function pictureFormat(file: string): Promise<PictureFormat | null> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return formatOf(buffer.subarray(0, bytesRead))
  } finally {
    await handle.close()
  }
}

function formatOf(head: Buffer): PictureFormat | null {
  const isAt = (at: number, signature: string) => head.toString('latin1', at, at + signature.length) === signature
  if (isAt(0, '\xff\xd8\xff')) return 'jpg'
  if (isAt(0, '\x89PNG\r\n\x1a\n')) return 'png'
  return isAt(0, 'RIFF') && isAt(8, 'WEBP') ? 'webp' : null
}

/**
 * ffmpeg's options before the `-i` of a picture: its format by name and no protocol but local files.
 *
 * So nothing in the file can lead ffmpeg to other files or addresses, and a `%` in its name starts no series. Throws `picture.unreadable`.
 */
export async function pictureInput(file: string): Promise<string[]> {
  const format = await pictureFormat(file)
  if (format === null) throw unreadable()
  return ['-protocol_whitelist', 'file,pipe', '-f', DEMUXERS[format], '-max_pixels', String(MOST_PIXELS)]
}

/** Format and size of a picture that was decoded to its end; throws `picture.unreadable`, `picture.tooLarge`. */
export async function readPicture(
  file: string,
  ffmpeg: Ffmpeg,
): Promise<{ format: PictureFormat; widthPx: number; heightPx: number }> {
  const format = await pictureFormat(file)
  if (format === null) throw unreadable()
  const input = await pictureInput(file)
  try {
    // What the header says comes first: a small file may claim a size that no memory holds.
    const show = ['-select_streams', 'v:0', '-show_entries', 'stream=width,height', ...input]
    const [stream] = STREAMS.parse(await runFfprobe(ffmpeg, file, show)).streams
    if (stream === undefined || stream.width < 1 || stream.height < 1) throw unreadable()
    if (stream.width * stream.height > MOST_PIXELS) throw tooLarge(stream)
    const decode = ['-xerror', ...input, '-i', file, '-frames:v', '1', '-f', 'null', '-']
    await runFfmpeg(ffmpeg, decode, { signal: AbortSignal.timeout(DEADLINE_MS) })
    return { format, widthPx: stream.width, heightPx: stream.height }
  } catch (cause) {
    if (cause instanceof AppError && cause.code.startsWith('picture.')) throw cause
    throw unreadable(cause)
  }
}

function unreadable(cause?: unknown): AppError {
  return new AppError('picture.unreadable', 'This is no picture that can be read. Use a JPEG, PNG or WebP picture.', {
    cause,
  })
}

function tooLarge({ width, height }: { width: number; height: number }): AppError {
  const message = `The picture has ${width} × ${height} pixels; up to 100 million can be used. Save it smaller, such as 3000 × 3000.`
  return new AppError('picture.tooLarge', message)
}
