import { readFile, writeFile } from 'node:fs/promises'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { runFfmpeg } from '#electron/audio/run-ffmpeg.ts'
import { sharedBytes, type Image } from '#electron/engine/media.ts'
import { pictureInput, readPicture } from './picture-file.ts'

export interface PixelSize {
  widthPx: number
  heightPx: number
}

interface Tools {
  ffmpeg: Ffmpeg
  signal?: AbortSignal | undefined
}

/** Up to this difference in shape a picture is cut; beyond it, it is shown whole on a blurred ground of its own. */
const MOST_CUT = 0.06
const JFIF_DENSITY_AT = 13
const DOTS_AN_INCH = 300

/** ffmpeg's filter that brings a picture to a size without bending it. */
async function fitting(file: string, size: PixelSize, shape: 'cut' | 'whole', ffmpeg: Ffmpeg): Promise<string> {
  const { widthPx, heightPx } = await readPicture(file, ffmpeg)
  const { widthPx: w, heightPx: h } = size
  const ratio = widthPx / heightPx / (w / h)
  const fill = `scale=${w}:${h}:force_original_aspect_ratio=increase:flags=lanczos,crop=${w}:${h}`
  if (shape === 'cut' || (ratio < 1 + MOST_CUT && ratio > 1 / (1 + MOST_CUT))) return `${fill},setsar=1`
  // Blurred small, which costs next to nothing, and enlarged softly.
  const small = `${Math.max(16, Math.round(w / 24))}:${Math.max(16, Math.round(h / 24))}`
  const ground = `scale=${small}:force_original_aspect_ratio=increase:flags=area,crop=${small},boxblur=2:2,scale=${w}:${h}:flags=bicubic,eq=brightness=-0.08:saturation=0.8`
  const whole = `scale=${w}:${h}:force_original_aspect_ratio=decrease:flags=lanczos`
  return `split[a][b];[a]${ground}[ground];[b]${whole}[whole];[ground][whole]overlay=(W-w)/2:(H-h)/2:format=rgb,setsar=1`
}

/** The pixels of a picture in a size; `part` is a file of ours in between. */
export async function readPixels(
  file: string,
  size: PixelSize,
  { ffmpeg, signal, part, shape }: Tools & { part: string; shape: 'cut' | 'whole' },
): Promise<Image> {
  const filter = `${await fitting(file, size, shape, ffmpeg)},format=rgb24`
  const input = [...(await pictureInput(file)), '-i', file]
  const output = ['-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', part]
  await runFfmpeg(ffmpeg, [...input, '-filter_complex', filter, ...output], { signal })
  const bytes = await readFile(part)
  const rgb = sharedBytes(bytes.length)
  rgb.set(bytes)
  return { ...size, rgb }
}

/** Writes pixels as a JPEG without any metadata: equal pixels give equal bytes. `raw` is a file of ours in between. */
export async function writeJpeg(
  { widthPx, heightPx, rgb }: Image,
  file: string,
  { ffmpeg, signal, raw }: Tools & { raw: string },
): Promise<void> {
  await writeFile(raw, rgb)
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-video_size', `${widthPx}x${heightPx}`, '-i', raw]
  const exact = ['-fflags', '+bitexact', '-flags', '+bitexact', '-threads', '1', '-map_metadata', '-1']
  const jpeg = ['-frames:v', '1', '-vf', 'scale=out_range=pc', '-pix_fmt', 'yuvj420p', '-q:v', '2', '-c:v', 'mjpeg']
  await runFfmpeg(ffmpeg, [...input, ...exact, ...jpeg, '-f', 'mjpeg', file], { signal })
  await setDensity(file)
}

/** Stores ask for a resolution, which a JPEG without one does not have. */
async function setDensity(file: string): Promise<void> {
  const bytes = await readFile(file)
  if (bytes.toString('latin1', 6, 10) !== 'JFIF') return
  bytes.writeUInt8(1, JFIF_DENSITY_AT)
  bytes.writeUInt16BE(DOTS_AN_INCH, JFIF_DENSITY_AT + 1)
  bytes.writeUInt16BE(DOTS_AN_INCH, JFIF_DENSITY_AT + 3)
  await writeFile(file, bytes)
}
