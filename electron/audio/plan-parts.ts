/** Chapters of one part, as a half-open range of indices. */
export interface PartRange {
  start: number
  end: number
}

/**
 * Splits a book at its chapters into as few parts as `maxPartMs` allows, their lengths as similar as possible.
 *
 * A chapter that is longer than the limit becomes a part of its own: the only case in which a part exceeds it.
 */
export function planParts(chapterDurationsMs: readonly number[], maxPartMs: number): PartRange[] {
  // Whole numbers add up to the same sum in any order.
  const durationsMs = chapterDurationsMs.map(Math.ceil)
  const parts: PartRange[] = []
  let start = 0
  while (start < durationsMs.length) {
    let end = start
    while (end < durationsMs.length && lengthOf(durationsMs, end) <= maxPartMs) end++
    for (const part of balance(durationsMs.slice(start, end), maxPartMs)) {
      parts.push({ start: start + part.start, end: start + part.end })
    }
    if (end < durationsMs.length) parts.push({ start: end, end: end + 1 })
    start = end + 1
  }
  return parts
}

/** Parts of chapters that all fit: fewest parts, then the shortest longest part, then the most even lengths. */
function balance(durationsMs: readonly number[], maxPartMs: number): PartRange[] {
  if (durationsMs.length === 0) return []
  const count = countParts(durationsMs, maxPartMs)
  let low = 0
  let high = Math.floor(maxPartMs)
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (countParts(durationsMs, middle) <= count) high = middle
    else low = middle + 1
  }
  return splitEvenly(durationsMs, count, low)
}

/** How many parts it takes to fill each one up before the next is begun, which no other split undercuts. */
function countParts(durationsMs: readonly number[], limitMs: number): number {
  let count = 1
  let length = 0
  for (const duration of durationsMs) {
    if (duration > limitMs) return Infinity
    if (length + duration > limitMs) {
      count++
      length = 0
    }
    length += duration
  }
  return count
}

/** Of all splits into `count` parts up to `limitMs` the one with the least sum of squared lengths. */
function splitEvenly(durationsMs: readonly number[], count: number, limitMs: number): PartRange[] {
  const chapters = durationsMs.length
  // starts[parts][end] is where the last part begins in the best split of the chapters before `end`.
  const starts: number[][] = []
  let costs = [0, ...Array<number>(chapters).fill(Infinity)]
  for (let parts = 1; parts <= count; parts++) {
    const next = Array<number>(chapters + 1).fill(Infinity)
    const bestStart = Array<number>(chapters + 1).fill(0)
    for (let end = 1; end <= chapters; end++) {
      let length = 0
      for (let start = end - 1; start >= 0; start--) {
        length += lengthOf(durationsMs, start)
        if (length > limitMs) break
        const cost = (costs[start] ?? Infinity) + length * length
        if (cost < (next[end] ?? 0)) {
          next[end] = cost
          bestStart[end] = start
        }
      }
    }
    costs = next
    starts.push(bestStart)
  }
  const ranges: PartRange[] = []
  for (let parts = count, end = chapters; parts > 0; parts--) {
    const start = starts[parts - 1]?.[end] ?? 0
    ranges.unshift({ start, end })
    end = start
  }
  return ranges
}

function lengthOf(durationsMs: readonly number[], index: number): number {
  return durationsMs[index] ?? 0
}
