import type { Span } from '../timeline.ts'
import { HOP_MS } from './hop.ts'
import type { Hop } from './hop.ts'
import { NumberSeries } from './number-series.ts'

const SHORTEST_PAUSE_MS = 60
/** Speech and noise are judged by what lies this far around: takes differ. */
const AROUND_HOPS = 1000
/** How often they are judged anew. */
const JUDGED_EVERY_HOPS = 50
const SPEECH_SHARE = 0.9
const NOISE_SHARE = 0.05
/** Digital silence between takes tells nothing about the noise within them. */
const SILENCE_DB = -110
const LEAST_NOISE_BELOW_SPEECH_DB = 60
/** Where between noise and speech a pause ends: below the quietest consonants, above breath and hiss. */
const THRESHOLD = { share: 0.3, leastDb: 6 }
/** A pause ends this far above the level at which it begins. */
const HYSTERESIS_DB = 3

/** Finds the stretches in which nobody speaks. */
export class PauseFinder {
  /** K-weighted level of each hop. */
  readonly #levels = new NumberSeries()

  add(hop: Hop): void {
    const power = hop.weightedEnergy / (hop.frames * hop.channels)
    this.#levels.push(power > 0 ? Math.max(SILENCE_DB, 10 * Math.log10(power)) : SILENCE_DB)
  }

  /** In order; what is before the first and behind the last sound is no pause. */
  pauses(): Span[] {
    const levels = this.#levels.values()
    const pauses: Span[] = []
    const histogram = new LevelHistogram()
    let thresholdDb = SILENCE_DB
    let start = 0
    let isPause = true
    let ahead = 0
    for (let at = 0; at < levels.length; at++) {
      if (at % JUDGED_EVERY_HOPS === 0) {
        for (; ahead < Math.min(levels.length, at + AROUND_HOPS); ahead++) histogram.add(levels[ahead] ?? 0, 1)
        for (let gone = at - AROUND_HOPS - JUDGED_EVERY_HOPS; gone < at - AROUND_HOPS; gone++) {
          if (gone >= 0) histogram.add(levels[gone] ?? 0, -1)
        }
        thresholdDb = histogram.threshold()
      }
      const level = levels[at] ?? SILENCE_DB
      if (isPause && level > thresholdDb + HYSTERESIS_DB) {
        isPause = false
        if (start > 0 && (at - start) * HOP_MS >= SHORTEST_PAUSE_MS) {
          pauses.push({ startMs: start * HOP_MS, endMs: at * HOP_MS })
        }
      } else if (!isPause && level <= thresholdDb) {
        isPause = true
        start = at
      }
    }
    return pauses
  }
}

/** How often each level occurs, to the decibel. */
class LevelHistogram {
  readonly #counts = new Int32Array(-SILENCE_DB + 40)
  #total = 0

  add(levelDb: number, count: number): void {
    if (levelDb <= SILENCE_DB) return
    const bin = Math.min(this.#counts.length - 1, Math.round(levelDb) - SILENCE_DB)
    this.#counts[bin] = (this.#counts[bin] ?? 0) + count
    this.#total += count
  }

  threshold(): number {
    const speechDb = this.#levelAt(SPEECH_SHARE)
    const noiseDb = Math.max(this.#levelAt(NOISE_SHARE), speechDb - LEAST_NOISE_BELOW_SPEECH_DB)
    return noiseDb + Math.max(THRESHOLD.leastDb, (speechDb - noiseDb) * THRESHOLD.share)
  }

  #levelAt(share: number): number {
    let left = this.#total * share
    for (let bin = 0; bin < this.#counts.length; bin++) {
      left -= this.#counts[bin] ?? 0
      if (left < 0) return bin + SILENCE_DB
    }
    return SILENCE_DB
  }
}
