/** Numbers in single precision that grow in number without being boxed. */
export class NumberSeries {
  #numbers = new Float32Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#numbers.length) {
      const wider = new Float32Array(2 * this.#length)
      wider.set(this.#numbers)
      this.#numbers = wider
    }
    this.#numbers[this.#length++] = value
  }

  /** All of them, valid until the next one comes. */
  values(): Float32Array {
    return this.#numbers.subarray(0, this.#length)
  }
}
