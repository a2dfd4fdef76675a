import type { TitleCard, TitleStage } from '#shared/models/title-card.ts'
import { authorKey, sortTitles, type TitleSort } from './sort-titles.ts'

export const GROUPINGS = ['stage', 'genre', 'author', 'none'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** Posters that stand together under one heading. */
export interface Shelf {
  id: string
  label: string
  titles: readonly TitleCard[]
}

const RECENT_TITLES = 24
const STAGE_SHELVES: readonly { stage: TitleStage; label: string }[] = [
  { stage: 'inProduction', label: 'In production' },
  { stage: 'needsNarrator', label: 'Needs a narrator' },
  { stage: 'readyToRelease', label: 'Ready to release' },
]

/** The wall's rows; a shelf without books is not shown. */
export function shelvesOf(titles: readonly TitleCard[], grouping: Grouping, sort: TitleSort): Shelf[] {
  const sorted = sortTitles(titles, sort)
  const shelves = shelvesOfSorted(sorted, grouping)
  return shelves.filter((shelf) => shelf.titles.length > 0)
}

function shelvesOfSorted(sorted: readonly TitleCard[], grouping: Grouping): Shelf[] {
  switch (grouping) {
    case 'stage':
      return [
        ...STAGE_SHELVES.map(({ stage, label }) => ({
          id: stage,
          label,
          titles: sorted.filter((card) => card.stage === stage),
        })),
        { id: 'recent', label: 'Recently added', titles: newestFirst(sorted).slice(0, RECENT_TITLES) },
      ]
    case 'genre':
      return grouped(
        sorted,
        ({ genre }) => genre,
        'No genre yet',
        ({ label }) => label.toLowerCase(),
      )
    case 'author':
      return grouped(
        sorted,
        ({ author }) => author,
        'Unknown author',
        ({ label }) => authorKey(label),
      )
    case 'none':
      return [{ id: 'all', label: 'All titles', titles: sorted }]
  }
}

function newestFirst(titles: readonly TitleCard[]): TitleCard[] {
  return sortTitles(titles, { by: 'addedAt', isDescending: true })
}

/** One shelf a value in the order of `keyOf`; titles without one stand at the end. */
function grouped(
  titles: readonly TitleCard[],
  valueOf: (card: TitleCard) => string | null,
  labelOfNone: string,
  keyOf: (shelf: Shelf) => string,
): Shelf[] {
  const groups = new Map<string, TitleCard[]>()
  for (const card of titles) {
    const value = valueOf(card) ?? ''
    const group = groups.get(value)
    if (group === undefined) groups.set(value, [card])
    else group.push(card)
  }
  const rest = groups.get('')
  groups.delete('')
  const shelves = [...groups]
    .map(([label, members]) => ({ id: `is:${label}`, label, titles: members }))
    .map((shelf) => ({ shelf, key: keyOf(shelf) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ shelf }) => shelf)
  return rest === undefined ? shelves : [...shelves, { id: 'none', label: labelOfNone, titles: rest }]
}
