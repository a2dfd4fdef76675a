import type { TitleCard, TitleStage } from '#shared/models/title-card.ts'

/** Null lets everything through; the empty text stands for titles that have no such value. */
export interface TitleFilters {
  stage: TitleStage | null
  language: string | null
  genre: string | null
  narratorId: string | null
  hasTroubles: boolean
}

export const NO_FILTERS: TitleFilters = {
  stage: null,
  language: null,
  genre: null,
  narratorId: null,
  hasTroubles: false,
}

export function filterTitles(titles: readonly TitleCard[], filters: TitleFilters): readonly TitleCard[] {
  if (countFilters(filters) === 0) return titles
  return titles.filter(
    (card) =>
      (filters.stage === null || card.stage === filters.stage) &&
      (filters.language === null || card.language === filters.language) &&
      (filters.genre === null || (card.genre ?? '') === filters.genre) &&
      (filters.narratorId === null || (narratorOf(card) ?? '') === filters.narratorId) &&
      (!filters.hasTroubles || card.troubles > 0),
  )
}

export function countFilters({ hasTroubles, ...choices }: TitleFilters): number {
  return Object.values(choices).filter((choice) => choice !== null).length + (hasTroubles ? 1 : 0)
}

/** Who reads it, or would. */
function narratorOf(card: TitleCard): string | null {
  return card.production?.narratorId ?? card.narratorId
}

/** The values that occur on the shelf, each with its number of titles, most frequent first. */
export function facetOf(
  titles: readonly TitleCard[],
  facet: 'language' | 'genre' | 'narratorId',
): { value: string; titles: number }[] {
  const counts = new Map<string, number>()
  for (const card of titles) {
    const value = (facet === 'narratorId' ? narratorOf(card) : card[facet]) ?? ''
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts]
    .map(([value, count]) => ({ value, titles: count }))
    .sort((a, b) => b.titles - a.titles || (a.value < b.value ? -1 : 1))
}
