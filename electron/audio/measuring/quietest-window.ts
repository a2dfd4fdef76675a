import { HOPS_A_SECOND } from './hop.ts'
import type { Hop } from './hop.ts'

const HOPS = HOPS_A_SECOND / 2

/** The mean power of the quietest half second, looked for at each hop. */
export class QuietestWindow {
  readonly #energies = new Float64Array(HOPS)
  readonly #samples = new Float64Array(HOPS)
  #count = 0
  #energy = 0
  #sampleSum = 0
  #least = Infinity

  add(hop: Hop): void {
    const slot = this.#count++ % HOPS
    const samples = hop.frames * hop.channels
    this.#energy += hop.energy - (this.#energies[slot] ?? 0)
    this.#sampleSum += samples - (this.#samples[slot] ?? 0)
    this.#energies[slot] = hop.energy
    this.#samples[slot] = samples
    // A sum that is only added to and taken from drifts away from zero.
    if (slot === 0) this.#energy = this.#energies.reduce((sum, energy) => sum + energy, 0)
    if (this.#count >= HOPS) this.#least = Math.min(this.#least, Math.max(0, this.#energy) / this.#sampleSum)
  }

  /** Of all that there is when it is shorter than half a second. */
  power(): number {
    if (this.#count >= HOPS) return this.#least
    return this.#sampleSum > 0 ? this.#energy / this.#sampleSum : 0
  }
}
