import type { Narrator } from '#shared/models/narrator.ts'

/** The first `narrator_NNN` that nobody has. */
export function nextNarratorId(narrators: readonly Pick<Narrator, 'narratorId'>[]): string {
  const taken = new Set(narrators.map(({ narratorId }) => narratorId))
  let number = 1
  while (taken.has(idOf(number))) number += 1
  return idOf(number)
}

function idOf(number: number): string {
  return `narrator_${String(number).padStart(3, '0')}`
}
