import type { ProductionCard } from '#shared/models/production-card.ts'
import type { ProductionStatus } from '#shared/models/production.ts'

/** In the order in which a producer wants to know. */
const SECTIONS = ['needsYou', 'running', 'waiting', 'paused', 'finished'] as const
type BoardSection = (typeof SECTIONS)[number]

const SECTION_NAMES: Record<BoardSection, string> = {
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

/** A production with the name of the section that begins with it. */
interface BoardLine {
  card: ProductionCard
  section: string | null
}

/** What needs a hand first, then what runs; the finished ones latest first, the others in the order in which they began. */
export function boardOf(cards: Iterable<ProductionCard>): BoardLine[] {
  const sections = new Map<BoardSection, ProductionCard[]>(SECTIONS.map((section) => [section, []]))
  for (const card of cards) sections.get(SECTION_OF[card.status])?.push(card)
  return [...sections].flatMap(([section, own]) => {
    own.sort((a, b) => (section === 'finished' ? b.updatedAt.localeCompare(a.updatedAt) || b.id - a.id : a.id - b.id))
    return own.map((card, place) => ({ card, section: place === 0 ? SECTION_NAMES[section] : null }))
  })
}

/** `2 running · 1 needs you`; what there is none of is left out. */
export function summaryOf(cards: Iterable<ProductionCard>): string {
  const counts = new Map<BoardSection, number>()
  for (const { status } of cards) counts.set(SECTION_OF[status], (counts.get(SECTION_OF[status]) ?? 0) + 1)
  const said = (section: BoardSection, words: (count: number) => string): string[] => {
    const count = counts.get(section) ?? 0
    return count === 0 ? [] : [words(count)]
  }
  return [
    ...said('running', (count) => `${count} running`),
    ...said('waiting', (count) => `${count} waiting`),
    ...said('paused', (count) => `${count} paused`),
    ...said('needsYou', (count) => `${count} ${count === 1 ? 'needs' : 'need'} you`),
  ].join(' · ')
}
