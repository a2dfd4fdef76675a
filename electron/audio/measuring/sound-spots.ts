import type { SoundSpot } from '#shared/models/release.ts'
import { lufs, SHORT_TERM_STEPS, slidingMeans } from './loudness.ts'

const STEP_MS = 100
/** Speech is what stands less than this below the mean of all. */
const SPEECH_BELOW_LU = 20
/** Of three seconds, so that a pause is not taken for quiet speech. */
const SPEECH_SHARE = 2 / 3
const PAUSE_STEPS = 5
const MOST_CLIPPED_SPOTS = 3
/** Shorter runs of zeros are not heard. */
const SHORTEST_SILENCE_MS = 20

interface SoundSteps {
  /** Of each 100 ms: K-weighted power, mean power, clipped samples. */
  weighted: Float32Array
  powers: Float32Array
  clipped: Float32Array
  /** The longest run of zeros. */
  silence: { atMs: number; lengthMs: number }
}

/** The few places that tell most about a sound: LUFS of the loudest and quietest speech, dB of the noisiest pause, counts and times else. */
export function findSpots({ weighted, powers, clipped, silence }: SoundSteps): SoundSpot[] {
  const spots: SoundSpot[] = []
  const isSpeech = speechSteps(weighted)
  const shortTerm = slidingMeans(weighted, SHORT_TERM_STEPS)
  const loudest = indexOfMost(shortTerm)
  if (loudest >= 0 && (shortTerm[loudest] ?? 0) > 0) spots.push(threeSeconds('loudest', loudest, shortTerm))
  const spoken = slidingMeans(isSpeech, SHORT_TERM_STEPS)
  const quietest = indexOfMost(shortTerm.map((power, at) => ((spoken[at] ?? 0) < SPEECH_SHARE ? -Infinity : -power)))
  if (quietest >= 0 && quietest !== loudest) spots.push(threeSeconds('quietest', quietest, shortTerm))
  const pause = noisiestPause(powers, isSpeech)
  if (pause) spots.push(pause)
  if (silence.lengthMs >= SHORTEST_SILENCE_MS) spots.push({ kind: 'silent', ...silence, value: silence.lengthMs })
  return [...spots, ...worstClipping(clipped)]
}

function threeSeconds(kind: 'loudest' | 'quietest', at: number, shortTerm: Float64Array): SoundSpot {
  const lengthMs = SHORT_TERM_STEPS * STEP_MS
  return { kind, atMs: at * STEP_MS, lengthMs, value: lufs(shortTerm[at] ?? 0) }
}

/** 1 for each step that is speech, else 0. */
function speechSteps(weighted: Float32Array): Float32Array {
  const mean = weighted.reduce((sum, power) => sum + power, 0) / Math.max(1, weighted.length)
  const least = mean * 10 ** (-SPEECH_BELOW_LU / 10)
  return weighted.map((power) => (power > least ? 1 : 0))
}

/** Each pause is as noisy as its quietest half second, since its edges belong to the words around it. */
function noisiestPause(powers: Float32Array, isSpeech: Float32Array): SoundSpot | undefined {
  const halfSeconds = slidingMeans(powers, PAUSE_STEPS)
  const spoken = slidingMeans(isSpeech, PAUSE_STEPS)
  let noisiest: { at: number; power: number } | undefined
  let pause: { at: number; power: number } | undefined
  for (let at = 0; at <= halfSeconds.length; at++) {
    const power = halfSeconds[at] ?? 0
    if (spoken[at] === 0) {
      if (!pause || power < pause.power) pause = { at, power }
    } else {
      if (pause && pause.power > (noisiest?.power ?? 0)) noisiest = pause
      pause = undefined
    }
  }
  if (!noisiest) return undefined
  const place = { atMs: noisiest.at * STEP_MS, lengthMs: PAUSE_STEPS * STEP_MS }
  return { kind: 'noisiest', ...place, value: 10 * Math.log10(noisiest.power) }
}

/** Runs of neighbouring steps that clip, those with most clipped samples first. */
function worstClipping(clipped: Float32Array): SoundSpot[] {
  const spots: SoundSpot[] = []
  clipped.forEach((count, at) => {
    if (count === 0) return
    const last = spots.at(-1)
    if (last && last.atMs + last.lengthMs === at * STEP_MS) {
      last.lengthMs += STEP_MS
      last.value += count
    } else spots.push({ kind: 'clipped', atMs: at * STEP_MS, lengthMs: STEP_MS, value: count })
  })
  return spots.sort((a, b) => b.value - a.value).slice(0, MOST_CLIPPED_SPOTS)
}

/** -1 when all are -Infinity. */
function indexOfMost(values: Float64Array): number {
  let most = -1
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? -Infinity
    if (value > (most < 0 ? -Infinity : (values[most] ?? -Infinity))) most = at
  }
  return most
}
