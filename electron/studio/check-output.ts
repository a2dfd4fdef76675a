import { open } from 'node:fs/promises'
import { checkSpeech } from '#electron/audio/check-speech.ts'
import type { Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { readPicture } from '#electron/production/pictures/picture-file.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { Job } from '#shared/models/job.ts'

/**
 * Looks at a fetched output before it counts as made; returns measured facts for the job's metadata.
 *
 * A production's speech must be whole, plausible for its text and not silent, its pictures must be pictures. The
 * output of a job file is the producer's own business: it only may not be empty.
 */
export async function checkOutput(file: string, job: Job, ffmpeg: Ffmpeg): Promise<Record<string, unknown>> {
  const head = await firstBytes(file)
  if (head.length === 0) throw new AppError('job.emptyOutput', `The server sent an empty file for ${job.configName}.`)
  if (job.productionId === null && job.metadata['pictureId'] === undefined) return {}
  if (job.jobType === 'SPEECH') {
    const { durationMs, sampleRateHz } = await checkSpeech(file, String(job.inputs['text'] ?? ''), ffmpeg)
    return { durationMs, sampleRateHz }
  }
  if (job.jobType !== 'T2I') return {}
  try {
    const { widthPx, heightPx } = await readPicture(file, ffmpeg)
    return { widthPx, heightPx }
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause
    const message = `The server's file for ${job.configName} is no picture that can be read (JPEG, PNG or WebP).`
    throw new AppError('job.badOutput', message, { cause })
  }
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(12), 0, 12, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
