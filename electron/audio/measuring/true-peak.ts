/** Frames on each side of a place that its interpolation takes. */
export const TRUE_PEAK_REACH = 12
const TAPS = 2 * TRUE_PEAK_REACH
/** The recommendation asks for four times 48 kHz; a lower rate needs more to find a peak between its samples. */
const LEAST_RATE_HZ = 176_000
/** Places that are ruled out together. */
const GROUP = 16

/**
 * Finds peaks between samples by interpolation, as ITU-R BS.1770 does.
 *
 * Two bounds tell where no new peak can be, and nothing is computed there: what the weights can make of the loudest
 * sample, and how far the most curved stretch can rise above its samples. So speech costs little and no peak is missed.
 */
export class TruePeakFinder {
  readonly #phases: readonly Float64Array[]
  readonly #gain: number
  readonly #curvature: number
  readonly #slope: number

  constructor(sampleRateHz: number) {
    const factor = Math.max(4, Math.ceil(LEAST_RATE_HZ / sampleRateHz))
    this.#phases = Array.from({ length: factor - 1 }, (_, index) => phaseWeights((index + 1) / factor))
    const bounds = this.#phases.map((weights, index) => boundsOf(weights, (index + 1) / factor))
    this.#gain = Math.max(...bounds.map(({ gain }) => gain))
    this.#curvature = Math.max(...bounds.map(({ curvature }) => curvature))
    this.#slope = Math.max(...bounds.map(({ slope }) => slope))
  }

  /** Whether sounds up to `peak` may hide a true peak above `known`. */
  mayExceed(known: number, peak: number): boolean {
    return peak * this.#gain > known
  }

  /**
   * The highest true peak behind each of a channel's samples from index `at` on, or `known` if there is none above it.
   *
   * Reads `TRUE_PEAK_REACH` frames before and behind.
   */
  find(samples: Float32Array, at: number, stride: number, count: number, known: number): number {
    if (this.#bound(samples, at - (TRUE_PEAK_REACH - 1) * stride, stride, count) <= known) return known
    let highest = known
    for (let done = 0; done < count; done += GROUP) {
      const places = Math.min(GROUP, count - done)
      const first = at + (done - TRUE_PEAK_REACH + 1) * stride
      if (this.#bound(samples, first, stride, places) <= highest) continue
      for (let place = 0; place < places; place++) {
        highest = this.#interpolate(samples, first + place * stride, stride, highest)
      }
    }
    return highest
  }

  /** What neighbouring places cannot exceed. */
  #bound(samples: Float32Array, first: number, stride: number, places: number): number {
    let before = samples[first + stride] as number
    let rise = before - (samples[first] as number)
    let peak = Math.max(Math.abs(before), Math.abs(before - rise))
    let bend = 0
    const end = first + (places + TAPS - 1) * stride
    for (let index = first + 2 * stride; index < end; index += stride) {
      const sample = samples[index] as number
      const nextRise = sample - before
      const size = sample < 0 ? -sample : sample
      const curve = nextRise < rise ? rise - nextRise : nextRise - rise
      if (size > peak) peak = size
      if (curve > bend) bend = curve
      before = sample
      rise = nextRise
    }
    let nearest = 0
    const lastNear = first + (places + TRUE_PEAK_REACH - 1) * stride
    for (let index = first + (TRUE_PEAK_REACH - 1) * stride; index <= lastNear; index += stride) {
      const size = Math.abs(samples[index] as number)
      if (size > nearest) nearest = size
    }
    return Math.min(peak * this.#gain, nearest + bend * this.#curvature + 2 * peak * this.#slope)
  }

  #interpolate(samples: Float32Array, first: number, stride: number, known: number): number {
    let highest = known
    for (const weights of this.#phases) {
      let value = 0
      for (let tap = 0, index = first; tap < TAPS; tap++, index += stride) {
        value += (weights[tap] as number) * (samples[index] as number)
      }
      const size = value < 0 ? -value : value
      if (size > highest) highest = size
    }
    return highest
  }
}

/** A windowed sinc for a place this part of a sample behind the middle. */
function phaseWeights(offset: number): Float64Array {
  const weights = Float64Array.from({ length: TAPS }, (_, tap) => {
    const distance = tap - (TRUE_PEAK_REACH - 1) - offset
    const window = Math.cos((Math.PI * distance) / (2 * TRUE_PEAK_REACH)) ** 2
    return (Math.sin(Math.PI * distance) / (Math.PI * distance)) * window
  })
  // A steady level keeps its height.
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}

/**
 * How far an interpolated value can lie from zero for samples of 1, and from the line between its two neighbours for
 * second differences of 1 and for a slope of 1. The last two are the weights less those of the line, summed by parts twice.
 */
function boundsOf(weights: Float64Array, offset: number): { gain: number; curvature: number; slope: number } {
  const line = (tap: number) => (tap === TRUE_PEAK_REACH - 1 ? 1 - offset : tap === TRUE_PEAK_REACH ? offset : 0)
  let once = 0
  let twice = 0
  let curvature = 0
  weights.forEach((weight, tap) => {
    once += weight - line(tap)
    twice += once
    if (tap < TAPS - 2) curvature += Math.abs(twice)
  })
  const gain = weights.reduce((sum, weight) => sum + Math.abs(weight), 0)
  return { gain, curvature, slope: Math.abs(twice) }
}
