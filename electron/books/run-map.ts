/**
 * Maps offsets of folded text to offsets of the source, for many blocks in one array of pairs.
 *
 * A run says: from this text offset on, text and source advance together. Text that equals its source needs one run.
 */
export class RunMap {
  #pairs = new Int32Array(1024)
  #length = 0

  /** Number of runs so far. */
  get size(): number {
    return this.#length / 2
  }

  push(textOffset: number, sourceOffset: number): void {
    if (this.#length === this.#pairs.length) {
      const grown = new Int32Array(this.#pairs.length * 2)
      grown.set(this.#pairs)
      this.#pairs = grown
    }
    this.#pairs[this.#length++] = textOffset
    this.#pairs[this.#length++] = sourceOffset
  }

  /** Forgets the runs from this one on. */
  truncate(size: number): void {
    this.#length = size * 2
  }

  textAt(run: number): number {
    return this.#pairs[run * 2] ?? 0
  }

  sourceAt(run: number): number {
    return this.#pairs[run * 2 + 1] ?? 0
  }

  /** Source offset of a text offset within the runs `from` to `to`. */
  toSource(from: number, to: number, textOffset: number): number {
    let low = from
    let high = to - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.textAt(middle) <= textOffset) low = middle
      else high = middle - 1
    }
    return this.sourceAt(low) + textOffset - this.textAt(low)
  }
}
