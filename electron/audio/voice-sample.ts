import { AppError } from '#shared/models/app-error.ts'
import type { SampleReport } from '#shared/models/narrator-card.ts'
import { decodeSound, guardedInput } from './decode-sound.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { judgeSample, tooLong } from './judge-sample.ts'
import { runFfmpeg, runFfprobe } from './run-ffmpeg.ts'
import { soundFormat } from './sound-format.ts'
import { SoundMeter, type SoundMeasures } from './sound-meter.ts'
import { syncFile } from './sync-file.ts'

/** Longer than any sample may be, short enough for whatever a file unpacks to. */
const MOST_SECONDS = 90
/** A second of sound takes milliseconds. */
const DEADLINE_MS = 30_000
/** Left before the first and behind the last sound. */
const MARGIN_MS = 150
/** The rate that voice models work at. */
const SAMPLE_RATE_HZ = 24_000

/**
 * Checks a recording of any format that `soundFormat` knows and writes it to `target` as a voice sample: FLAC, mono,
 * 24 kHz, without the silence around it. `name` stands for the file in messages.
 *
 * Throws `sample.unreadable` and what `judgeSample` throws.
 */
export async function makeVoiceSample(
  source: { file: string; name: string },
  target: string,
  ffmpeg: Ffmpeg,
): Promise<SampleReport> {
  const { file, name } = source
  const format = await soundFormat(file)
  if (format === null) throw unreadable(name)
  const signal = AbortSignal.timeout(DEADLINE_MS)
  try {
    const { channels, sampleRateHz, durationMs } = await probe(file, format, ffmpeg)
    if (durationMs !== null && durationMs > MOST_SECONDS * 1000) throw tooLong(durationMs)
    const meter = new SoundMeter({ sampleRateHz, channels })
    const input = { file, format, seconds: MOST_SECONDS }
    await decodeSound(ffmpeg, { ...input, channels, signal }, (samples) => meter.add(samples))
    const measures = meter.measures()
    if (measures.durationMs === 0) throw unreadable(name)
    const warnings = judgeSample(measures, { sampleRateHz })
    const cut = cutOf(measures)
    const trim = `atrim=start=${cut.startMs / 1000}:end=${cut.endMs / 1000},asetpts=PTS-STARTPTS`
    const encoding = ['-ac', '1', '-ar', String(SAMPLE_RATE_HZ), '-sample_fmt', 's16', '-c:a', 'flac', '-f', 'flac']
    const args = [...guardedInput(input), '-af', trim, '-map_metadata', '-1', ...encoding, target]
    await runFfmpeg(ffmpeg, args, { signal })
    await syncFile(target)
    const { loudnessDbfs, peakDbfs } = measures
    return { durationMs: Math.round(cut.endMs - cut.startMs), loudnessDbfs, peakDbfs, warnings }
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('sample.')) throw error
    throw unreadable(name, error)
  }
}

async function probe(file: string, format: string, ffmpeg: Ffmpeg) {
  const show = ['-protocol_whitelist', 'file', '-f', format, '-select_streams', 'a:0', '-show_streams', '-show_format']
  const found = (await runFfprobe(ffmpeg, file, show)) as {
    streams?: { sample_rate?: string; channels?: number }[]
    format?: { duration?: string }
  }
  const stream = found.streams?.[0]
  const sampleRateHz = Number(stream?.sample_rate)
  if (stream === undefined || !(sampleRateHz > 0)) throw new Error('It has no sound')
  // A browser's recording does not know its own length.
  const durationMs = Number(found.format?.duration) * 1000
  return {
    sampleRateHz,
    channels: Math.min(2, stream.channels ?? 1),
    durationMs: Number.isFinite(durationMs) ? durationMs : null,
  }
}

function cutOf({ soundStartMs, soundEndMs, durationMs }: SoundMeasures): { startMs: number; endMs: number } {
  return { startMs: Math.max(0, soundStartMs - MARGIN_MS), endMs: Math.min(durationMs, soundEndMs + MARGIN_MS) }
}

function unreadable(name: string, cause?: unknown): AppError {
  const message = `${name} cannot be read as a recording. Choose a WAV, FLAC, MP3, M4A, Ogg or WebM file with sound in it.`
  return new AppError('sample.unreadable', message, { cause })
}
