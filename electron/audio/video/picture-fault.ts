import { basename } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { pictureFormat } from '../embedded-cover.ts'
import type { Ffmpeg } from '../ffmpeg.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'

/** Why a picture could not be used: `media.pictureUnreadable` if it is the picture itself, else what was thrown. */
export async function pictureFault(pictureFile: string, ffmpeg: Ffmpeg, thrown: unknown): Promise<unknown> {
  try {
    const input = ['-f', await pictureFormat(pictureFile), '-i', pictureFile]
    await runFfmpeg(ffmpeg, [...input, '-frames:v', '1', '-f', 'null', '-'])
    return thrown
  } catch (cause: unknown) {
    const message = `The picture ${basename(pictureFile)} cannot be read. Replace it with a JPEG, PNG or WebP picture.`
    return new AppError('media.pictureUnreadable', message, { data: { file: pictureFile }, cause })
  }
}
