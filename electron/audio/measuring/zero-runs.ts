import type { Hop } from './hop.ts'

/** What a 16-bit file knows as zero: lossy decoders give values near zero where zeros were encoded. */
const ZERO = 0.5 / 32_768
/** Fewer zeros in a row are a wave on its way through the middle. */
const SHORTEST_RUN = 16

/** Follows runs of digital silence, frames in which every channel would be zero in a 16-bit file, from hop to hop. */
export class ZeroRuns {
  readonly #channels: number
  /** Zeros up to the end of the last hop. */
  #run = 0

  constructor(channels: number) {
    this.#channels = channels
  }

  /** Sets `zeroRun` and `zeroRunEnd` of a hop that begins at index `at`. */
  find(samples: Float32Array, at: number, hop: Hop): void {
    hop.zeroRun = 0
    hop.zeroRunEnd = 0
    // Every run that counts holds one of the frames that are tried, or goes on from the hop before.
    if (this.#run === 0 && !this.#hasProbedZero(samples, at, hop.frames)) return
    for (let frame = 0; frame < hop.frames; frame++) {
      this.#run = this.#isZero(samples, at, frame) ? this.#run + 1 : 0
      if (this.#run >= SHORTEST_RUN && this.#run > hop.zeroRun) {
        hop.zeroRun = this.#run
        hop.zeroRunEnd = frame + 1
      }
    }
  }

  #hasProbedZero(samples: Float32Array, at: number, frames: number): boolean {
    for (let frame = 0; frame < frames; frame += SHORTEST_RUN) if (this.#isZero(samples, at, frame)) return true
    return this.#isZero(samples, at, frames - 1)
  }

  #isZero(samples: Float32Array, at: number, frame: number): boolean {
    for (let channel = 0; channel < this.#channels; channel++) {
      if (Math.abs(samples[at + frame * this.#channels + channel] as number) >= ZERO) return false
    }
    return true
  }
}
