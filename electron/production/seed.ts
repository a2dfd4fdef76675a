/** A seed that follows from a hash: 31 bits, inside the range of every node, and never 0, which some take for "random". */
export function seedOf(hash: string): number {
  return (Number.parseInt(hash.slice(0, 8), 16) % 0x7fffffff) + 1
}
