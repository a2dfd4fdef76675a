import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { NO_FILTERS, type TitleFilters } from './filter-titles.ts'
import type { Grouping } from './shelves.ts'
import type { SortColumn, TitleSort } from './sort-titles.ts'
import type { WallPlace } from './wall-layout.ts'

export const POSTER_SIZES = ['small', 'medium', 'large'] as const
export type PosterSize = (typeof POSTER_SIZES)[number]

/** How the library is looked at. */
interface LibraryView {
  layout: 'wall' | 'table'
  grouping: Grouping
  posterSize: PosterSize
  sort: TitleSort
  text: string
  /** The order of a search's result; null is best match first. */
  resultSort: TitleSort | null
  filters: TitleFilters
  /** Shelves that show all their titles. */
  openedShelves: ReadonlySet<string>
  /** Where the keyboard is. */
  place: WallPlace | null
  /** Rises when something else is looked at, which begins at the top. */
  turn: number
  /** How far a turn was scrolled when it was left. */
  scroll: { turn: number; topPx: number }
}

/** Outlives the page; what a producer chose once and for all outlives the window too. */
export const useLibraryView = create<LibraryView>()(
  persist<LibraryView, [], [], Pick<LibraryView, 'layout' | 'grouping' | 'posterSize' | 'sort'>>(
    () => ({
      layout: 'wall',
      grouping: 'stage',
      posterSize: 'medium',
      sort: { by: 'title', isDescending: false },
      text: '',
      resultSort: null,
      filters: NO_FILTERS,
      openedShelves: new Set(),
      place: null,
      turn: 0,
      scroll: { turn: 0, topPx: 0 },
    }),
    {
      name: 'e3.library',
      version: 1,
      partialize: ({ layout, grouping, posterSize, sort }) => ({ layout, grouping, posterSize, sort }),
    },
  ),
)

/** Looks at the shelf in another way. */
export function changeView(
  change: Partial<Pick<LibraryView, 'layout' | 'grouping' | 'posterSize' | 'sort' | 'filters' | 'text' | 'resultSort'>>,
): void {
  useLibraryView.setState(({ turn }) => ({ ...change, turn: turn + 1, place: null }))
}

export function searchFor(text: string): void {
  changeView(text === '' ? { text, resultSort: null } : { text })
}

export function clearSearchAndFilters(): void {
  changeView({ text: '', resultSort: null, filters: NO_FILTERS })
}

/** Sorts by a column, the other way round when it is sorted by it already. */
export function sortBy(by: SortColumn): void {
  const { text, sort, resultSort } = useLibraryView.getState()
  const present = text === '' ? sort : resultSort
  const next = { by, isDescending: present?.by === by ? !present.isDescending : by === 'addedAt' }
  changeView(text === '' ? { sort: next } : { resultSort: next })
}

export function toggleShelf(id: string): void {
  useLibraryView.setState(({ openedShelves }) => {
    const opened = new Set(openedShelves)
    if (!opened.delete(id)) opened.add(id)
    return { openedShelves: opened }
  })
}

export function keepPlace(place: WallPlace | null): void {
  useLibraryView.setState({ place })
}

export function keepScroll(turn: number, topPx: number): void {
  useLibraryView.setState({ scroll: { turn, topPx } })
}
