import { ClickFinder } from './click-finder.ts'
import { HOP_MS } from './hop.ts'
import type { Hop } from './hop.ts'
import { HopMeter } from './hop-meter.ts'
import type { HopListener } from './hop-meter.ts'
import type { MeasureRequest, SoundAnalysis } from './measure-request.ts'
import { PauseFinder } from './pause-finder.ts'
import { SoundTally } from './sound-tally.ts'
import type { WavFormat } from './wav-stream.ts'

type Wanted = Pick<MeasureRequest, 'ranges' | 'wantsPauses' | 'wantsClicks'>

interface Stretch {
  tally: SoundTally
  firstHop: number
  endHop: number
}

/** Hands each hop to all who ask for it: the whole, the ranges that it lies in, pauses. */
export class SoundAnalyser implements HopListener {
  readonly #meter: HopMeter
  readonly #whole: SoundTally
  readonly #stretches: readonly Stretch[]
  /** Those that have not begun yet, the next one last. */
  readonly #ahead: Stretch[]
  #current: Stretch[] = []
  readonly #pauses: PauseFinder | null
  readonly #clicks: ClickFinder | null
  readonly #onProgress: (measuredMs: number) => void
  #hops = 0

  constructor(
    format: WavFormat,
    { ranges = [], wantsPauses = false, wantsClicks = false }: Wanted,
    onProgress: (measuredMs: number) => void,
  ) {
    this.#meter = new HopMeter(format, this)
    this.#whole = new SoundTally(format)
    this.#stretches = ranges.map(({ startMs, endMs }) => ({
      tally: new SoundTally(format),
      firstHop: Math.round(startMs / HOP_MS),
      endHop: Math.round(endMs / HOP_MS),
    }))
    this.#ahead = this.#stretches.toSorted((a, b) => b.firstHop - a.firstHop)
    this.#pauses = wantsPauses ? new PauseFinder() : null
    this.#clicks = wantsClicks ? new ClickFinder(format) : null
    this.#onProgress = onProgress
    this.#enter()
  }

  /** Whole frames of interleaved samples. */
  addSamples(samples: Float32Array): void {
    this.#meter.add(samples)
    this.#clicks?.add(samples)
  }

  end(): Omit<SoundAnalysis, 'complaint'> {
    this.#meter.end()
    return {
      whole: this.#whole.measures(),
      ranges: this.#stretches.map(({ tally }) => tally.measures()),
      pauses: this.#pauses?.pauses() ?? [],
      clicks: this.#clicks?.clicks() ?? [],
    }
  }

  get knownTruePeak(): number {
    let least = this.#whole.truePeak
    for (const { tally } of this.#current) least = Math.min(least, tally.truePeak)
    return least
  }

  add(hop: Hop): void {
    this.#whole.add(hop)
    for (const { tally } of this.#current) tally.add(hop)
    this.#pauses?.add(hop)
    this.#hops += 1
    this.#enter()
    if (this.#hops % PROGRESS_HOPS === 0) this.#onProgress(this.#hops * HOP_MS)
  }

  /** Leaves the ranges that the next hop is behind and enters those that it is in. */
  #enter(): void {
    if (this.#current.some(({ endHop }) => endHop <= this.#hops)) {
      this.#current = this.#current.filter(({ endHop }) => endHop > this.#hops)
    }
    for (;;) {
      const next = this.#ahead.at(-1)
      if (!next || next.firstHop > this.#hops) return
      this.#ahead.pop()
      if (next.endHop > this.#hops) this.#current.push(next)
    }
  }
}

/** Ten seconds of sound, which take a hundredth of a second. */
const PROGRESS_HOPS = 1000
