import { AppError } from '#shared/models/app-error.ts'
import type { Waveform } from '#shared/models/narrator-card.ts'
import { decodeSound } from './decode-sound.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { soundFormat } from './sound-format.ts'

const PEAKS = 400
/** A rate that no ear is asked to judge. */
const SAMPLE_RATE_HZ = 8000
/** 20 ms: fine enough to be summed up to the peaks once the length is known. */
const SLICE_SAMPLES = 160
const MOST_SECONDS = 1800
const DEADLINE_MS = 60_000

/** The loudest points of a sound's first half hour in up to 400 equal slices; throws `sample.unreadable`. */
export async function readWaveform(file: string, ffmpeg: Ffmpeg): Promise<Waveform> {
  const format = await soundFormat(file).catch(() => null)
  if (format === null)
    throw new AppError('sample.unreadable', 'The recording is gone or cannot be read. Upload it again.')
  const slices: number[] = []
  let samplesRead = 0
  const signal = AbortSignal.timeout(DEADLINE_MS)
  const decoding = { file, format, seconds: MOST_SECONDS, channels: 1, sampleRateHz: SAMPLE_RATE_HZ, signal }
  await decodeSound(ffmpeg, decoding, (samples) => {
    for (const sample of samples) {
      const slice = Math.floor(samplesRead++ / SLICE_SAMPLES)
      slices[slice] = Math.max(slices[slice] ?? 0, Math.abs(sample))
    }
  })
  return { peaks: loudest(slices, Math.min(PEAKS, slices.length)), durationMs: (samplesRead / SAMPLE_RATE_HZ) * 1000 }
}

function loudest(slices: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * slices.length) / count)
    const to = Math.max(from + 1, Math.floor(((index + 1) * slices.length) / count))
    const peak = slices.slice(from, to).reduce((most, slice) => Math.max(most, slice), 0)
    return Math.round(Math.min(1, peak) * 1000) / 1000
  })
}
