import { readFile } from 'node:fs/promises'
import type { Ffmpeg } from './ffmpeg.ts'
import { runFfmpeg } from './run-ffmpeg.ts'

/** Sound for tests: a tone of a known pitch, so that its place in a finished file can be found. */
interface Tone {
  file: string
  hz: number
  ms: number
  rateHz?: number
  channels?: number
  /** ffmpeg's encoder options; 16-bit FLAC in blocks of libflac's size when not given. */
  codec?: readonly string[]
}

const LIBFLAC_LIKE = ['-c:a', 'flac', '-sample_fmt', 's16', '-frame_size', '4096']

/** Writes tones in one process; 0 Hz is digital silence. */
export async function makeTones(ffmpeg: Ffmpeg, tones: readonly Tone[]): Promise<void> {
  const inputs = tones.flatMap(({ hz, ms, rateHz = 16_000 }) => [
    ...['-f', 'lavfi', '-i', `aevalsrc=${hz === 0 ? '0' : `0.3*sin(2*PI*${hz}*t)`}:s=${rateHz}:d=${ms / 1000}`],
  ])
  const outputs = tones.flatMap(({ file, channels = 1, codec = LIBFLAC_LIKE }, index) => [
    ...['-map', `${index}:a`, '-ac', String(channels), ...codec, file],
  ])
  await runFfmpeg(ffmpeg, [...inputs, ...outputs])
}

/** Decodes a file to mono samples. */
export async function decode(ffmpeg: Ffmpeg, file: string, rateHz = 44_100): Promise<Int16Array> {
  const raw = `${file}.raw`
  const format = ['-map', '0:a', '-ac', '1', '-ar', String(rateHz), '-c:a', 'pcm_s16le', '-f', 's16le']
  await runFfmpeg(ffmpeg, ['-i', file, ...format, raw])
  const bytes = await readFile(raw)
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}

/** The pitch of the 200 ms around a moment to the nearest 50 Hz, by counting its rises through zero. */
export function pitchAt(samples: Int16Array, ms: number, rateHz = 44_100): number {
  const start = Math.round(((ms - 100) * rateHz) / 1000)
  const window = samples.subarray(start, start + rateHz / 5)
  const rises = window.filter((sample, index) => sample >= 0 && (window[index - 1] ?? 0) < 0).length
  return Math.round((rises * 5) / 50) * 50
}

/** The longest run of exact zeros, in samples. */
export function longestSilence(samples: Int16Array): number {
  let longest = 0
  let run = 0
  for (const sample of samples) {
    run = sample === 0 ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}

/** RMS level in dB below full scale. */
export function levelDbfs(samples: Int16Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  return 10 * Math.log10(power / 32_768 ** 2)
}
