/** Frames on each side of the place that is looked at. */
export const TRUE_PEAK_REACH = 12
const TAPS = 2 * TRUE_PEAK_REACH
/** The recommendation asks for four times 48 kHz; a lower rate needs more to find a peak between its samples. */
const LEAST_RATE_HZ = 176_000
/** Places that are ruled out together. */
const GROUP = 8

/**
 * Finds peaks between samples by interpolation, as ITU-R BS.1770 does.
 *
 * No place can exceed the loudest sample around it times the sum of the filter's weights; where that bound does not
 * reach the peak that is known already, nothing is computed, so that speech costs little and no peak is missed.
 */
export class TruePeakFinder {
  readonly #weights: Float64Array
  readonly #phases: number
  readonly #bound: number

  constructor(sampleRateHz: number) {
    const factor = Math.max(4, Math.ceil(LEAST_RATE_HZ / sampleRateHz))
    const phases = Array.from({ length: factor - 1 }, (_, index) => phaseWeights((index + 1) / factor))
    this.#phases = phases.length
    this.#weights = Float64Array.from(phases.flat())
    this.#bound = Math.max(...phases.map((weights) => weights.reduce((sum, weight) => sum + Math.abs(weight), 0)))
  }

  /** Whether sounds up to `peak` may hide a true peak above `known`. */
  mayExceed(known: number, peak: number): boolean {
    return peak * this.#bound > known
  }

  /**
   * The highest true peak between a channel's samples from index `at` on, or `known` if there is none above it.
   *
   * Reads `TRUE_PEAK_REACH` frames before and behind.
   */
  find(samples: Float32Array, at: number, stride: number, count: number, known: number): number {
    let highest = known
    for (let done = 0; done < count; done += GROUP) {
      const places = Math.min(GROUP, count - done)
      const first = at + (done - TRUE_PEAK_REACH + 1) * stride
      const end = first + (places + TAPS - 1) * stride
      let peak = 0
      for (let index = first; index < end; index += stride) {
        const size = Math.abs(samples[index] as number)
        if (size > peak) peak = size
      }
      if (!this.mayExceed(highest, peak)) continue
      for (let place = 0; place < places; place++) {
        highest = this.#interpolate(samples, first + place * stride, stride, highest)
      }
    }
    return highest
  }

  #interpolate(samples: Float32Array, first: number, stride: number, known: number): number {
    const weights = this.#weights
    let highest = known
    for (let phase = 0, weight = 0; phase < this.#phases; phase++) {
      let value = 0
      for (let tap = 0, index = first; tap < TAPS; tap++, index += stride, weight++) {
        value += (weights[weight] as number) * (samples[index] as number)
      }
      const size = Math.abs(value)
      if (size > highest) highest = size
    }
    return highest
  }
}

/** A sinc in a Kaiser-like window, for a place this part of a sample behind the middle. */
function phaseWeights(offset: number): number[] {
  const weights = Array.from({ length: TAPS }, (_, tap) => {
    const distance = tap - (TRUE_PEAK_REACH - 1) - offset
    const window = Math.cos((Math.PI * distance) / (2 * TRUE_PEAK_REACH)) ** 2
    return (Math.sin(Math.PI * distance) / (Math.PI * distance)) * window
  })
  // A steady level keeps its height.
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}
