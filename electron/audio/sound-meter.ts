/** Levels and lengths of a recording. */
export interface SoundMeasures {
  durationMs: number
  /** Of the loudest sample of any channel. */
  peakDbfs: number
  /** Mean level of what is not a pause, as one channel. */
  loudnessDbfs: number
  /** Level of the quietest tenth. */
  floorDbfs: number
  /** Part of the samples that lie in runs at full scale, 0–1. */
  clippedShare: number
  /** Pauses between first and last sound, 0–1. */
  pauseShare: number
  /** Where the first sound begins and the last one ends; both 0 without any. */
  soundStartMs: number
  soundEndMs: number
}

const SLICE_MS = 20
/** -0.1 dBFS; a wave that is cut off stays there for several samples. */
const FULL_SCALE = 0.9885
const CLIPPED_RUN = 3
/** Speech stands this far above its pauses. */
const PAUSE_BELOW_LOUD_DB = 35
const PAUSE_DBFS = { least: -70, most: -45 }
const SILENCE_DBFS = -120

/** Measures a recording of up to some minutes piece by piece. */
export class SoundMeter {
  readonly #channels: number
  readonly #sliceFrames: number
  readonly #slicePowers: number[] = []
  readonly #runs: number[]
  #slicePower = 0
  #sliceFilled = 0
  #frames = 0
  #clipped = 0
  #peak = 0

  constructor({ sampleRateHz, channels }: { sampleRateHz: number; channels: number }) {
    this.#channels = channels
    this.#sliceFrames = Math.max(1, Math.round((sampleRateHz * SLICE_MS) / 1000))
    this.#runs = new Array<number>(channels).fill(0)
  }

  /** Whole frames of interleaved samples. */
  add(samples: Float32Array): void {
    for (let at = 0; at < samples.length; at += this.#channels) {
      let sum = 0
      for (let channel = 0; channel < this.#channels; channel++) {
        const sample = samples[at + channel] ?? 0
        sum += sample
        this.#look(Math.abs(sample), channel)
      }
      this.#slicePower += (sum / this.#channels) ** 2
      this.#sliceFilled += 1
      this.#frames += 1
      if (this.#sliceFilled === this.#sliceFrames) this.#endSlice()
    }
  }

  measures(): SoundMeasures {
    if (this.#sliceFilled > 0) this.#endSlice()
    const levels = this.#slicePowers.map(decibels)
    const sorted = levels.toSorted((a, b) => a - b)
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? SILENCE_DBFS
    const pauseDbfs = Math.min(PAUSE_DBFS.most, Math.max(PAUSE_DBFS.least, at(0.95) - PAUSE_BELOW_LOUD_DB))
    const isSound = (level: number) => level > pauseDbfs
    const first = levels.findIndex(isSound)
    const last = levels.findLastIndex(isSound)
    const loud = this.#slicePowers.filter((_power, index) => isSound(levels[index] ?? SILENCE_DBFS))
    const meanPower = loud.reduce((sum, power) => sum + power, 0) / Math.max(1, loud.length)
    return {
      durationMs: (this.#frames / this.#sliceFrames) * SLICE_MS,
      peakDbfs: decibels(this.#peak ** 2),
      loudnessDbfs: decibels(meanPower),
      floorDbfs: at(0.1),
      clippedShare: this.#clipped / Math.max(1, this.#frames * this.#channels),
      pauseShare: loud.length === 0 ? 1 : 1 - loud.length / (last - first + 1),
      soundStartMs: Math.max(0, first) * SLICE_MS,
      soundEndMs: (last + 1) * SLICE_MS,
    }
  }

  #look(size: number, channel: number): void {
    if (size > this.#peak) this.#peak = size
    const run = size >= FULL_SCALE ? (this.#runs[channel] ?? 0) + 1 : 0
    this.#runs[channel] = run
    if (run === CLIPPED_RUN) this.#clipped += CLIPPED_RUN
    else if (run > CLIPPED_RUN) this.#clipped += 1
  }

  #endSlice(): void {
    this.#slicePowers.push(this.#slicePower / this.#sliceFilled)
    this.#slicePower = 0
    this.#sliceFilled = 0
  }
}

function decibels(power: number): number {
  return power > 0 ? Math.max(SILENCE_DBFS, 10 * Math.log10(power)) : SILENCE_DBFS
}
