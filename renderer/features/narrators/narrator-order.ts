import type { NarratorCard } from '#shared/models/narrator-card.ts'

/** Those in use first, then by name as people read it. */
export function byActivityAndName(a: NarratorCard, b: NarratorCard): number {
  return Number(b.active) - Number(a.active) || a.name.localeCompare(b.name)
}
