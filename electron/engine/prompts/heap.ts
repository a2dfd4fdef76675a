/** A binary heap with the array layout of Python's `heapq`: ComfyUI shows that array as it is. */
export class Heap<T> {
  #items: T[] = []
  readonly #isBefore: (a: T, b: T) => boolean

  constructor(isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore
  }

  /** The array behind the heap: its first item comes next, the rest is not sorted. */
  get items(): readonly T[] {
    return this.#items
  }

  push(item: T): void {
    this.#items.push(item)
    this.#siftDown(0, this.#items.length - 1)
  }

  pop(): T | undefined {
    const last = this.#items.pop()
    const first = this.#items[0]
    if (last === undefined || first === undefined) return last
    this.#items[0] = last
    this.#siftUp(0)
    return first
  }

  /** Removes the first item of the array that matches and says whether there was one. */
  remove(matches: (item: T) => boolean): boolean {
    const found = this.#items.findIndex(matches)
    if (found < 0) return false
    this.#items.splice(found, 1)
    for (let index = Math.floor(this.#items.length / 2) - 1; index >= 0; index--) this.#siftUp(index)
    return true
  }

  clear(): void {
    this.#items = []
  }

  /** Moves a leaf towards the root until its parent comes before it. */
  #siftDown(start: number, from: number): void {
    let position = from
    const item = this.#at(position)
    while (position > start) {
      const parent = (position - 1) >> 1
      if (!this.#isBefore(item, this.#at(parent))) break
      this.#items[position] = this.#at(parent)
      position = parent
    }
    this.#items[position] = item
  }

  /** Follows the smaller children to a leaf, then brings the item back up, as heapq does. */
  #siftUp(from: number): void {
    const end = this.#items.length
    const item = this.#at(from)
    let position = from
    for (let child = 2 * position + 1; child < end; child = 2 * position + 1) {
      const right = child + 1
      if (right < end && !this.#isBefore(this.#at(child), this.#at(right))) child = right
      this.#items[position] = this.#at(child)
      position = child
    }
    this.#items[position] = item
    this.#siftDown(from, position)
  }

  #at(index: number): T {
    return this.#items[index] as T
  }
}
