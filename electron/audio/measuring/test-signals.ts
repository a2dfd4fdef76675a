import { rm, writeFile } from 'node:fs/promises'
import type { Ffmpeg } from '../ffmpeg.ts'
import { runFfmpeg } from '../run-ffmpeg.ts'
import type { Span } from '../timeline.ts'

/** A stretch of one channel for tests. */
export type Signal = Float32Array

/** Samples by their time in seconds. */
export function signal(rateHz: number, seconds: number, at: (time: number, index: number) => number): Signal {
  return Float32Array.from({ length: Math.round(rateHz * seconds) }, (_, index) => at(index / rateHz, index))
}

export function tone(rateHz: number, seconds: number, hz: number, amplitude: number): Signal {
  return signal(rateHz, seconds, (time) => amplitude * Math.sin(2 * Math.PI * hz * time))
}

/** White noise of a given RMS, the same in every run. */
export function noise(rateHz: number, seconds: number, rms: number, seed = 1): Signal {
  let state = seed
  return signal(rateHz, seconds, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state / 2 ** 31 - 1) * rms * Math.sqrt(3)
  })
}

export function joined(...signals: readonly Signal[]): Signal {
  return Float32Array.from(signals.flatMap((part) => [...part]))
}

export function mixed(a: Signal, b: Signal): Signal {
  return a.map((sample, index) => sample + (b[index] ?? 0))
}

const ROOM_RMS = 10 ** (-68 / 20)
/** 30 dB below the vowels. */
const FRICATIVE_RMS = 10 ** (-48 / 20)

/**
 * Words of a vowel and a quiet fricative with a burst between them, a pause behind each, room noise under all; says where
 * the pauses are.
 */
export function speechLike(rateHz: number, words: number): { samples: Signal; pauses: Span[] } {
  const parts: Signal[] = [noise(rateHz, 0.5, ROOM_RMS)]
  const pauses: Span[] = []
  let atMs = 500
  for (let word = 0; word < words; word++) {
    const hz = 100 + 7 * (word % 6)
    const vowel = signal(rateHz, 0.2, (time) => vowelAt(time, hz) * Math.min(1, time / 0.02, (0.2 - time) / 0.02))
    const burst = noise(rateHz, 0.012, 0.05, word + 9).map(
      (sample, index) => sample * Math.exp(-index / rateHz / 0.004),
    )
    const fricative = noise(rateHz, 0.1, FRICATIVE_RMS, word + 3)
    const pauseSeconds = [0.09, 0.2, 0.4][word % 3] ?? 0
    parts.push(vowel, burst, fricative, noise(rateHz, pauseSeconds, ROOM_RMS, word + 5))
    atMs += 312
    if (word < words - 1) pauses.push({ startMs: atMs, endMs: atMs + pauseSeconds * 1000 })
    atMs += pauseSeconds * 1000
  }
  return { samples: joined(...parts), pauses }
}

function vowelAt(time: number, hz: number): number {
  let sum = 0
  for (let partial = 1; partial <= 20; partial++) {
    sum += Math.sin(2 * Math.PI * hz * partial * time + partial * partial) / (1 + Math.abs(partial * hz - 600) / 200)
  }
  return 0.08 * sum
}

/** Writes channels as a file of the kind that its name ends with; `options` are ffmpeg's for the output. */
export async function writeSound(
  ffmpeg: Ffmpeg,
  file: string,
  rateHz: number,
  channels: readonly Signal[],
  options: readonly string[] = [],
): Promise<string> {
  const first = channels[0] ?? new Float32Array(0)
  const interleaved = new Float32Array(first.length * channels.length)
  channels.forEach((samples, channel) => {
    samples.forEach((sample, index) => (interleaved[index * channels.length + channel] = sample))
  })
  const raw = `${file}.raw`
  await writeFile(raw, new Uint8Array(interleaved.buffer))
  const input = ['-f', 'f32le', '-ar', String(rateHz), '-ac', String(channels.length), '-i', raw]
  await runFfmpeg(ffmpeg, [...input, ...options, file])
  await rm(raw)
  return file
}
