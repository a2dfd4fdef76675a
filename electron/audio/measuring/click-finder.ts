import type { Span } from '../timeline.ts'

/** Half a millisecond: an impulse lies within three cells. */
const CELLS_A_SECOND = 2000
const CELL_MS = 1000 / CELLS_A_SECOND
const CORE_CELLS = 1
/** Looked at on each side: two periods of a low voice, whose pulses are as like as clicks are not. */
const AROUND_CELLS = 40
/** Second differences of less are not heard. */
const LEAST_BEND = 0.01
/** What makes an impulse stand alone: over the highest bend around it, and over their root mean square. */
const OVER_HIGHEST = 5
const OVER_MEAN = 25
/** Impulses this close are one. */
const JOINED_MS = 2

/**
 * Finds impulses that stand alone: clicks of recordings and cuts.
 *
 * Looks at second differences, in which an impulse is sharp and speech is smooth. A plosive goes on for several
 * milliseconds and a voice repeats its pulses, so that neither stands alone. The first and the last 20 ms are left out.
 */
export class ClickFinder {
  readonly #sampleRateHz: number
  readonly #channels: number
  /** The highest bend and the mean of the squares, of the last cells. */
  readonly #peaks = new Float64Array(2 * AROUND_CELLS + 1)
  readonly #powers = new Float64Array(2 * AROUND_CELLS + 1)
  readonly #clicks: Span[] = []
  #cell = 0
  #cellFrames: number
  #framesLeft: number
  #peak = 0
  #energy = 0
  #before = 0
  #rise = 0

  constructor({ sampleRateHz, channels }: { sampleRateHz: number; channels: number }) {
    this.#sampleRateHz = sampleRateHz
    this.#channels = channels
    this.#cellFrames = this.#framesLeft = this.#framesOf(0)
  }

  /** Whole frames of interleaved samples. */
  add(samples: Float32Array): void {
    for (let at = 0; at < samples.length;) {
      const frames = Math.min(this.#framesLeft, (samples.length - at) / this.#channels)
      this.#measure(samples, at, frames)
      at += frames * this.#channels
      this.#framesLeft -= frames
      if (this.#framesLeft === 0) this.#endCell()
    }
  }

  /** In order, each with half a millisecond on both sides. */
  clicks(): Span[] {
    return this.#clicks
  }

  #framesOf(cell: number): number {
    const startOf = (index: number) => Math.floor((index * this.#sampleRateHz) / CELLS_A_SECOND)
    return startOf(cell + 1) - startOf(cell)
  }

  #measure(samples: Float32Array, at: number, frames: number): void {
    let peak = this.#peak
    let energy = this.#energy
    let before = this.#before
    let rise = this.#rise
    const channels = this.#channels
    const end = at + frames * channels
    for (let index = at; index < end; index += channels) {
      const first = samples[index] as number
      const sample = channels === 1 ? first : (first + (samples[index + 1] as number)) / 2
      const nextRise = sample - before
      const bend = nextRise - rise
      before = sample
      rise = nextRise
      if (bend > peak) peak = bend
      else if (-bend > peak) peak = -bend
      energy += bend * bend
    }
    this.#peak = peak
    this.#energy = energy
    this.#before = before
    this.#rise = rise
  }

  #endCell(): void {
    const slot = this.#cell % this.#peaks.length
    this.#peaks[slot] = this.#peak
    this.#powers[slot] = this.#energy / this.#cellFrames
    this.#peak = 0
    this.#energy = 0
    this.#cell += 1
    this.#cellFrames = this.#framesLeft = this.#framesOf(this.#cell)
    const middle = this.#cell - 1 - AROUND_CELLS
    if (middle >= AROUND_CELLS && this.#standsAlone(middle)) this.#keep(middle)
  }

  #standsAlone(middle: number): boolean {
    const size = this.#peaks.length
    const peak = this.#peaks[middle % size] as number
    if (peak < LEAST_BEND) return false
    let power = 0
    for (let away = CORE_CELLS + 1; away <= AROUND_CELLS; away++) {
      for (const cell of [middle - away, middle + away]) {
        if ((this.#peaks[cell % size] as number) * OVER_HIGHEST > peak) return false
        power += this.#powers[cell % size] as number
      }
    }
    return peak > OVER_MEAN * Math.sqrt(power / (2 * (AROUND_CELLS - CORE_CELLS)))
  }

  #keep(middle: number): void {
    const startMs = (middle - CORE_CELLS) * CELL_MS
    const endMs = (middle + 1 + CORE_CELLS) * CELL_MS
    const last = this.#clicks.at(-1)
    if (last && startMs - last.endMs < JOINED_MS) last.endMs = endMs
    else this.#clicks.push({ startMs, endMs })
  }
}
