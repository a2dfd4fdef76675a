/** The candidate that `word` is most likely a misspelling of: at most two slips, fewer in a short word. */
export function nearMiss(word: string, candidates: readonly string[]): string | null {
  const found = candidates
    .map((candidate) => ({ candidate, slips: slipsBetween(fold(word), fold(candidate)) }))
    .filter(({ candidate, slips }) => slips <= Math.min(2, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.slips - b.slips)[0]
  return found?.candidate ?? null
}

function fold(word: string): string {
  return word.toLowerCase().replace(/[-\s]/g, '_')
}

/** Letters to insert, drop, replace or swap with their neighbour. */
function slipsBetween(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1]
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      const cost = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwap ? at(beforeLast, column - 2) + 1 : Infinity,
      )
      current.push(cost)
    }
    beforeLast = last
    last = current
  }
  return at(last, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
