import { ChannelMeter } from './channel-meter.ts'
import { hopStart } from './hop.ts'
import type { Hop } from './hop.ts'
import { TRUE_PEAK_REACH, TruePeakFinder } from './true-peak.ts'
import { ZeroRuns } from './zero-runs.ts'

/** -50 dBFS, where a file's head ends and its tail begins. */
const LOUD = 10 ** (-50 / 20)
/** The highest value of a 16-bit file. */
const FULL_SCALE = 32_766.5 / 32_768
const CLIPPED_RUN = 3

/** Takes hops as they come; none may be kept, since one object serves them all. */
export interface HopListener {
  /** True peaks up to this one need not be looked for. */
  readonly knownTruePeak: number
  add(hop: Hop): void
}

/** Cuts a stream of samples into hops and hands each on as soon as it is whole. */
export class HopMeter {
  readonly #sampleRateHz: number
  readonly #channels: number
  readonly #listener: HopListener
  readonly #meters: readonly ChannelMeter[]
  readonly #truePeaks: TruePeakFinder
  readonly #zeroRuns: ZeroRuns
  readonly #clipRuns: number[]
  readonly #hop: Hop
  /** What true peaks need of the sound before, then what is to be measured. */
  readonly #samples: Float32Array
  #filled: number
  #hopIndex = 0

  constructor(format: { sampleRateHz: number; channels: number }, listener: HopListener) {
    const { sampleRateHz, channels } = format
    this.#sampleRateHz = sampleRateHz
    this.#channels = channels
    this.#listener = listener
    this.#meters = Array.from({ length: channels }, () => new ChannelMeter(sampleRateHz))
    this.#truePeaks = new TruePeakFinder(sampleRateHz)
    this.#zeroRuns = new ZeroRuns(channels)
    this.#clipRuns = new Array<number>(channels).fill(0)
    this.#hop = { ...NO_HOP, channels, sums: new Float64Array(channels) }
    const hopFrames = Math.ceil(sampleRateHz / 100)
    this.#samples = new Float32Array((2 * TRUE_PEAK_REACH + HOPS_HELD * hopFrames) * channels)
    this.#filled = TRUE_PEAK_REACH * channels
  }

  /** Whole frames of interleaved samples. */
  add(samples: Float32Array): void {
    for (let at = 0; at < samples.length;) {
      const count = Math.min(samples.length - at, this.#samples.length - this.#filled)
      this.#samples.set(samples.subarray(at, at + count), this.#filled)
      this.#filled += count
      at += count
      this.#measureHops()
    }
  }

  /** Measures what is left behind the last whole hop. */
  end(): void {
    this.add(this.#mirroredEnd())
    const frames = this.#filled / this.#channels - 2 * TRUE_PEAK_REACH
    if (frames > 0) this.#measure(TRUE_PEAK_REACH, frames)
  }

  /** Stands behind the end for true peaks: silence would make a jump there that no other meter sees. */
  #mirroredEnd(): Float32Array {
    const mirrored = new Float32Array(TRUE_PEAK_REACH * this.#channels)
    const last = this.#filled - 1
    for (let index = 0; index < mirrored.length; index++) {
      const channel = index % this.#channels
      mirrored[index] = this.#samples[last - index - this.#channels + 1 + 2 * channel] ?? 0
    }
    return mirrored
  }

  #measureHops(): void {
    const measurable = this.#filled / this.#channels - TRUE_PEAK_REACH
    let start = TRUE_PEAK_REACH
    for (;;) {
      const frames = hopStart(this.#hopIndex + 1, this.#sampleRateHz) - hopStart(this.#hopIndex, this.#sampleRateHz)
      if (start + frames > measurable) break
      this.#measure(start, frames)
      this.#hopIndex += 1
      start += frames
    }
    const measured = (start - TRUE_PEAK_REACH) * this.#channels
    this.#samples.copyWithin(0, measured, this.#filled)
    this.#filled -= measured
  }

  #measure(start: number, frames: number): void {
    const hop = this.#hop
    const at = start * this.#channels
    hop.frames = frames
    hop.energy = 0
    hop.weightedEnergy = 0
    hop.peak = 0
    for (let channel = 0; channel < this.#channels; channel++) {
      const meter = this.#meters[channel] as ChannelMeter
      meter.measure(this.#samples, at + channel, this.#channels, frames)
      hop.energy += meter.energy
      hop.weightedEnergy += meter.weightedEnergy
      hop.sums[channel] = meter.sum
      if (meter.peak > hop.peak) hop.peak = meter.peak
    }
    this.#findLoud(at)
    hop.truePeak = this.#truePeak(at)
    hop.clipped = hop.peak < FULL_SCALE ? this.#endClipping() : this.#countClipped(at)
    this.#zeroRuns.find(this.#samples, at, hop)
    this.#listener.add(hop)
  }

  #findLoud(at: number): void {
    const hop = this.#hop
    hop.firstLoud = -1
    hop.lastLoud = -1
    if (hop.peak < LOUD) return
    const isLoud = (index: number) => Math.abs(this.#samples[index] as number) >= LOUD
    let first = at
    while (!isLoud(first)) first += 1
    let last = at + hop.frames * this.#channels - 1
    while (!isLoud(last)) last -= 1
    hop.firstLoud = Math.floor((first - at) / this.#channels)
    hop.lastLoud = Math.floor((last - at) / this.#channels)
  }

  #truePeak(at: number): number {
    const { frames, peak } = this.#hop
    let known = Math.max(this.#listener.knownTruePeak, peak)
    const reach = TRUE_PEAK_REACH * this.#channels
    const end = at + frames * this.#channels
    const around = Math.max(peak, this.#peakOf(at - reach, at), this.#peakOf(end, end + reach))
    if (!this.#truePeaks.mayExceed(known, around)) return peak
    for (let channel = 0; channel < this.#channels; channel++) {
      known = this.#truePeaks.find(this.#samples, at + channel, this.#channels, frames, known)
    }
    return known
  }

  #peakOf(from: number, to: number): number {
    let peak = 0
    for (let index = from; index < to; index++) peak = Math.max(peak, Math.abs(this.#samples[index] as number))
    return peak
  }

  #endClipping(): number {
    this.#clipRuns.fill(0)
    return 0
  }

  #countClipped(at: number): number {
    let clipped = 0
    for (let index = 0; index < this.#hop.frames * this.#channels; index++) {
      const channel = index % this.#channels
      const isFull = Math.abs(this.#samples[at + index] as number) >= FULL_SCALE
      const run = isFull ? (this.#clipRuns[channel] ?? 0) + 1 : 0
      this.#clipRuns[channel] = run
      if (run === CLIPPED_RUN) clipped += CLIPPED_RUN
      else if (run > CLIPPED_RUN) clipped += 1
    }
    return clipped
  }
}

/** What the buffer has room for; more are copied less often. */
const HOPS_HELD = 16
const NO_HOP = {
  ...{ frames: 0, energy: 0, weightedEnergy: 0, peak: 0, truePeak: 0 },
  ...{ firstLoud: -1, lastLoud: -1, clipped: 0, zeroRun: 0, zeroRunEnd: 0 },
}
