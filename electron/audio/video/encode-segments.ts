import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { pictureFormat } from '../embedded-cover.ts'
import type { Ffmpeg } from '../ffmpeg.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import { composePicture } from './compose-picture.ts'
import type { DrawingThread } from './drawing-thread.ts'
import { pictureFault } from './picture-fault.ts'
import { encoderArguments, TO_VIDEO } from './encoder.ts'
import type { SegmentStore } from './segment-store.ts'
import type { VideoLook } from './video-part.ts'
import type { Fade, Still } from './video-plan.ts'

/** What segments are encoded with. */
export interface EncodeContext {
  ffmpeg: Ffmpeg
  look: VideoLook
  store: SegmentStore
  tempDir: string
  signal?: AbortSignal | undefined
}

/** More than the encoder needs until its numbering of pictures begins anew. */
const SKIPS = 140

/** Encodes the one picture of a still; `media.pictureUnreadable` names a picture that ffmpeg cannot read. */
export async function encodeStill(still: Still, context: EncodeContext & { drawings: DrawingThread }): Promise<void> {
  const { ffmpeg, look, store, drawings, tempDir, signal } = context
  const { layout, picture, kicker, heading, caption } = still
  const { widthPx, heightPx } = look
  const overlay = join(tempDir, `${randomUUID()}.png`)
  await writeFile(overlay, await drawings.draw({ layout, widthPx, heightPx, kicker, heading, caption }), { signal })
  try {
    const inputs = ['-f', await pictureFormat(picture.file), '-i', picture.file, '-f', 'png_pipe', '-i', overlay]
    const filter = `${composePicture(layout, look)};[out]${TO_VIDEO}[video]`
    const output = ['-map', '[video]', '-frames:v', '1', ...encoderArguments(look, 'still')]
    await store.write(still.key, async (file) => {
      await runFfmpeg(ffmpeg, [...inputs, '-filter_complex', filter, ...output, file], { signal })
    })
  } catch (error: unknown) {
    throw signal?.aborted === true ? error : await pictureFault(picture.file, ffmpeg, error)
  } finally {
    await rm(overlay, { force: true })
  }
}

/** Encodes a fade from the two encoded stills: it begins and ends with exactly what is seen before and after it. */
export async function encodeFade(fade: Fade, { ffmpeg, look, store, signal }: EncodeContext): Promise<void> {
  const [from, to] = [fade.from, fade.to].map(({ key }) => ['-f', 'h264', '-i', store.file(key)])
  const last = fade.frames - 1
  const still = `loop=loop=${last}:size=1,setpts=N/${look.framesPerSecond}/TB`
  const filter = [
    `[0:v]${still}[from]`,
    `[1:v]${still},format=yuva420p,fade=in:start_frame=0:nb_frames=${fade.frames + 1}:alpha=1[to]`,
    `[from][to]overlay=format=yuv420,format=yuv420p,setsar=1[video]`,
  ]
  const output = ['-map', '[video]', '-frames:v', String(fade.frames), ...encoderArguments(look, 'fade')]
  const args = [...(from ?? []), ...(to ?? []), '-filter_complex', filter.join(';'), ...output]
  await store.write(fade.key, async (file) => {
    await runFfmpeg(ffmpeg, [...args, file], { signal })
  })
}

/** Encodes pictures that say nothing but "as the one before"; they follow a still for as long as it is seen. */
export async function encodeSkips(key: string, { ffmpeg, look, store, signal }: EncodeContext): Promise<void> {
  const black = `color=black:s=${look.widthPx}x${look.heightPx}:r=${look.framesPerSecond}`
  const output = ['-vf', 'format=yuv420p,setsar=1', '-frames:v', String(SKIPS), ...encoderArguments(look, 'skips')]
  try {
    await store.write(key, async (file) => {
      await runFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', black, ...output, file], { signal })
    })
  } catch (cause: unknown) {
    if (signal?.aborted === true || !(cause instanceof AppError)) throw cause
    const message = `${ffmpeg.ffmpeg} cannot encode H.264 video. Set media.ffmpeg_path to a full build of ffmpeg.`
    throw new AppError('media.ffmpegIncapable', message, { cause })
  }
}
