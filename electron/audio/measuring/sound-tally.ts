import type { SoundMeasures } from '#shared/models/release.ts'
import { HOPS_A_SECOND } from './hop.ts'
import type { Hop } from './hop.ts'
import { integratedLoudness, loudnessRange } from './loudness.ts'
import { NumberSeries } from './number-series.ts'
import { QuietestWindow } from './quietest-window.ts'
import { findSpots } from './sound-spots.ts'

const STEP_HOPS = HOPS_A_SECOND / 10

/** Adds hops up to the measures of a file, or of a stretch of one. */
export class SoundTally {
  readonly #sampleRateHz: number
  readonly #channels: number
  readonly #sums: number[]
  readonly #quietest = new QuietestWindow()
  /** Of each 100 ms: K-weighted power as loudness takes it, mean power, clipped samples. */
  readonly #weighted = new NumberSeries()
  readonly #powers = new NumberSeries()
  readonly #clippedSteps = new NumberSeries()
  #step = { hops: 0, frames: 0, energy: 0, weightedEnergy: 0, clipped: 0 }
  #frames = 0
  #energy = 0
  #peak = 0
  #truePeak = 0
  #clipped = 0
  #firstLoud = -1
  #lastLoud = -1
  #zeroRun = 0
  #zeroRunStart = 0

  constructor({ sampleRateHz, channels }: { sampleRateHz: number; channels: number }) {
    this.#sampleRateHz = sampleRateHz
    this.#channels = channels
    this.#sums = new Array<number>(channels).fill(0)
  }

  get truePeak(): number {
    return this.#truePeak
  }

  add(hop: Hop): void {
    this.#addLoud(hop)
    this.#addZeros(hop)
    this.#energy += hop.energy
    this.#frames += hop.frames
    this.#clipped += hop.clipped
    this.#peak = Math.max(this.#peak, hop.peak)
    this.#truePeak = Math.max(this.#truePeak, hop.truePeak)
    for (let channel = 0; channel < this.#channels; channel++) {
      this.#sums[channel] = (this.#sums[channel] ?? 0) + (hop.sums[channel] ?? 0)
    }
    this.#quietest.add(hop)
    this.#addToStep(hop)
  }

  measures(): SoundMeasures {
    const toMs = (frames: number) => (frames / this.#sampleRateHz) * 1000
    const samples = this.#frames * this.#channels
    const weighted = this.#weighted.values()
    const isSilent = this.#firstLoud < 0
    return {
      rmsDbfs: decibels(this.#energy / samples),
      loudnessLufs: integratedLoudness(weighted),
      loudnessRangeLu: loudnessRange(weighted),
      truePeakDbtp: decibels(this.#truePeak ** 2),
      samplePeakDbfs: decibels(this.#peak ** 2),
      noiseFloorDbfs: decibels(this.#quietest.power()),
      headMs: toMs(isSilent ? this.#frames : this.#firstLoud),
      tailMs: toMs(isSilent ? this.#frames : this.#frames - this.#lastLoud - 1),
      digitalSilenceMs: toMs(this.#zeroRun),
      clippedSamples: this.#clipped,
      dcOffset: this.#dcOffset(),
      durationMs: toMs(this.#frames),
      spots: findSpots({
        weighted,
        powers: this.#powers.values(),
        clipped: this.#clippedSteps.values(),
        silence: { atMs: toMs(this.#zeroRunStart), lengthMs: toMs(this.#zeroRun) },
      }),
    }
  }

  #addLoud(hop: Hop): void {
    if (hop.firstLoud < 0) return
    if (this.#firstLoud < 0) this.#firstLoud = this.#frames + hop.firstLoud
    this.#lastLoud = this.#frames + hop.lastLoud
  }

  #addZeros(hop: Hop): void {
    // A run may have begun before this stretch.
    const end = this.#frames + hop.zeroRunEnd
    const run = Math.min(hop.zeroRun, end)
    if (run <= this.#zeroRun) return
    this.#zeroRun = run
    this.#zeroRunStart = end - run
  }

  #addToStep(hop: Hop): void {
    const step = this.#step
    step.hops += 1
    step.frames += hop.frames
    step.energy += hop.energy
    step.weightedEnergy += hop.weightedEnergy
    step.clipped += hop.clipped
    if (step.hops < STEP_HOPS) return
    this.#weighted.push(step.weightedEnergy / step.frames)
    this.#powers.push(step.energy / (step.frames * this.#channels))
    this.#clippedSteps.push(step.clipped)
    this.#step = { hops: 0, frames: 0, energy: 0, weightedEnergy: 0, clipped: 0 }
  }

  /** Of the channel that is farthest from zero. */
  #dcOffset(): number {
    const means = this.#sums.map((sum) => sum / Math.max(1, this.#frames))
    return means.reduce((most, mean) => (Math.abs(mean) > Math.abs(most) ? mean : most), 0)
  }
}

/** Null for silence, which has no level. */
function decibels(power: number): number | null {
  return power > 0 ? 10 * Math.log10(power) : null
}
