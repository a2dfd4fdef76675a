import type { ProductionCard } from '#shared/models/production-card.ts'
import type { ProductionStatus } from '#shared/models/production.ts'

/** In the order in which a producer wants to know. */
export const BOARD_SECTIONS = ['running', 'needsYou', 'waiting', 'paused', 'finished'] as const
export type BoardSection = (typeof BOARD_SECTIONS)[number]

export const SECTION_NAMES: Record<BoardSection, string> = {
  needsYou: 'Needs you',
  running: 'Running',
  waiting: 'Waiting',
  paused: 'Paused',
  finished: 'Finished lately',
}

const SECTION_OF: Record<ProductionStatus, BoardSection> = {
  failed: 'needsYou',
  processing: 'running',
  pending: 'waiting',
  paused: 'paused',
  completed: 'finished',
  cancelled: 'finished',
}

/** A production; the first of each section carries its name. */
interface BoardLine {
  card: ProductionCard
  section: string | null
}

/** What runs first, then what needs a hand; the finished ones latest first, the others in the order in which they began. */
export function boardOf(cards: Iterable<ProductionCard>, only: BoardSection | null): BoardLine[] {
  const sections = new Map<BoardSection, ProductionCard[]>(BOARD_SECTIONS.map((section) => [section, []]))
  for (const card of cards) sections.get(SECTION_OF[card.status])?.push(card)
  return [...sections].flatMap(([section, own]) => {
    if (only !== null && section !== only) return []
    own.sort((a, b) => (section === 'finished' ? b.updatedAt.localeCompare(a.updatedAt) || b.id - a.id : a.id - b.id))
    return own.map((card, place) => ({ card, section: place === 0 ? SECTION_NAMES[section] : null }))
  })
}

export function sectionCounts(cards: Iterable<ProductionCard>): Record<BoardSection, number> {
  const counts = { running: 0, needsYou: 0, waiting: 0, paused: 0, finished: 0 }
  for (const { status } of cards) counts[SECTION_OF[status]] += 1
  return counts
}
