import { basename } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { soundFormat } from '../sound-format.ts'

/**
 * ffmpeg's and ffprobe's arguments that come before `-i` for a file that anybody may have made: one format, this file only.
 *
 * `media.unreadable` for one that is missing or in no format of sound.
 */
export async function guardedOptions(file: string): Promise<{ format: string; options: string[] }> {
  const format = await soundFormat(file).catch((error: unknown) => {
    throw unreadableFile(file, 'it is missing', error)
  })
  if (format === null) throw unreadableFile(file, 'it is no MP3, M4B, FLAC, Opus or WAV file')
  return { format, options: ['-protocol_whitelist', 'file', '-f', format] }
}

/** The input of a `MeasureRequest` for a file that anybody may have made; throws as `guardedOptions`. */
export async function guardedSource(file: string): Promise<string[]> {
  const { options } = await guardedOptions(file)
  return [...options, '-i', file]
}

/** `media.unreadable` with what was found. */
export function unreadableFile(file: string, found: string, cause?: unknown): AppError {
  const message = `${basename(file)} cannot be read: ${found}. Build it again.`
  return new AppError('media.unreadable', message, { data: { file }, cause })
}
