/** What a number, a flag or a key weighs; only texts and contents count for much. */
const SMALL_BYTES = 8

/** Whether all that a value holds is at most so large, looking at no more of it than that takes. */
export function isWithinBytes(value: unknown, mostBytes: number): boolean {
  const waiting: unknown[] = [value]
  const seen = new Set<object>()
  let bytes = 0
  while (waiting.length > 0 && bytes <= mostBytes) {
    const next = waiting.pop()
    if (typeof next === 'string') bytes += next.length * 2
    else if (ArrayBuffer.isView(next) || next instanceof ArrayBuffer) bytes += next.byteLength
    else if (typeof next === 'object' && next !== null && !seen.has(next)) {
      seen.add(next)
      bytes += SMALL_BYTES
      // A map or set has no place in the contract and is refused by it.
      for (const [key, item] of Object.entries(next)) {
        bytes += key.length * 2
        waiting.push(item)
      }
    } else bytes += SMALL_BYTES
  }
  return bytes <= mostBytes
}
