import { kWeighting } from './k-weighting.ts'

/** Below this a filter's memory is cleared: numbers near 1e-308 take a processor a hundred times as long. */
const NEGLIGIBLE = 1e-15

/** Sums up one channel piece by piece; the results of the last piece stay until the next. */
export class ChannelMeter {
  sum = 0
  energy = 0
  weightedEnergy = 0
  peak = 0
  readonly #filters: ReturnType<typeof kWeighting>
  #shelf1 = 0
  #shelf2 = 0
  #pass1 = 0
  #pass2 = 0

  constructor(sampleRateHz: number) {
    this.#filters = kWeighting(sampleRateHz)
  }

  /** Every `stride`-th sample from `at` on, `count` of them. */
  measure(samples: Float32Array, at: number, stride: number, count: number): void {
    const { b0, b1, b2, a1, a2 } = this.#filters.shelf
    const { a1: c1, a2: c2 } = this.#filters.highPass
    let shelf1 = this.#shelf1
    let shelf2 = this.#shelf2
    let pass1 = this.#pass1
    let pass2 = this.#pass2
    let sum = 0
    let energy = 0
    let weightedEnergy = 0
    let highest = 0
    let lowest = 0
    const end = at + count * stride
    for (let index = at; index < end; index += stride) {
      const sample = samples[index] as number
      sum += sample
      energy += sample * sample
      if (sample > highest) highest = sample
      else if (sample < lowest) lowest = sample
      const shelved = b0 * sample + shelf1
      // Bracketed so that the next sample waits for one product only.
      shelf1 = b1 * sample + shelf2 - a1 * shelved
      shelf2 = b2 * sample - a2 * shelved
      // The high-pass has 1, -2, 1 for its zeros.
      const weighted = shelved + pass1
      pass1 = pass2 - 2 * shelved - c1 * weighted
      pass2 = shelved - c2 * weighted
      weightedEnergy += weighted * weighted
    }
    this.#shelf1 = settled(shelf1)
    this.#shelf2 = settled(shelf2)
    this.#pass1 = settled(pass1)
    this.#pass2 = settled(pass2)
    this.sum = sum
    this.energy = energy
    this.weightedEnergy = weightedEnergy
    this.peak = Math.max(highest, -lowest)
  }
}

function settled(value: number): number {
  return Math.abs(value) < NEGLIGIBLE ? 0 : value
}
