import { rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { AAC_FRAME_SAMPLES, joinAdts } from '../adts.ts'
import { readAudioInfo } from '../audio-info.ts'
import type { Ffmpeg } from '../ffmpeg.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import { syncFile } from '../sync-file.ts'

/** More is not rounding. */
const TOLERANCE_MS = 2

/**
 * Wraps a chapter's AAC frames (ADTS) into an `.m4a` without encoding and returns its exact length in milliseconds.
 *
 * The encoder's first frame is left out as it is when chapters are joined: it holds nothing but the encoder's delay,
 * 23 ms at 44.1 kHz, so that the first sample of the file is the chapter's first. Equal frames give equal bytes.
 */
export async function wrapAac(
  input: string,
  output: string,
  ffmpeg: Ffmpeg,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<number> {
  const [frames, part] = [`${output}.aac.part`, `${output}.part`]
  try {
    const [frameCount = 0] = await joinAdts([input], frames)
    await runFfmpeg(
      ffmpeg,
      [
        ...['-f', 'aac', '-i', frames, '-map', '0:a', '-c', 'copy', '-map_metadata', '-1'],
        ...['-fflags', '+bitexact', '-movflags', '+faststart', '-f', 'ipod', part],
      ],
      { signal: options.signal },
    )
    const { durationMs: foundMs, sampleRateHz } = await readAudioInfo(part, ffmpeg)
    const durationMs = (frameCount * AAC_FRAME_SAMPLES * 1000) / sampleRateHz
    if (Math.abs(foundMs - durationMs) > TOLERANCE_MS) {
      const message = `${basename(output)} lasts ${foundMs} ms in place of ${durationMs.toFixed(0)} ms. Build it again.`
      throw new AppError('media.fileIncomplete', message, { data: { file: output } })
    }
    await syncFile(part)
    await rename(part, output)
    return durationMs
  } finally {
    await Promise.all([frames, part].map((file) => rm(file, { force: true })))
  }
}
