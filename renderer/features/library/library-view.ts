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
  /** Where the keyboard was, and how far the page was scrolled. */
  place: WallPlace | null
  scrollTopPx: number
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
      scrollTopPx: 0,
    }),
    {
      name: 'e3.library',
      version: 1,
      partialize: ({ layout, grouping, posterSize, sort }) => ({ layout, grouping, posterSize, sort }),
    },
  ),
)

/** Looks at the shelf in another way; what is seen then begins at the top. */
export function changeView(
  change: Partial<Pick<LibraryView, 'layout' | 'grouping' | 'posterSize' | 'sort' | 'filters'>>,
): void {
  useLibraryView.setState({ ...change, scrollTopPx: 0, place: null })
}

export function searchFor(text: string): void {
  useLibraryView.setState(({ resultSort }) => ({
    text,
    resultSort: text === '' ? null : resultSort,
    scrollTopPx: 0,
    place: null,
  }))
}

export function clearSearchAndFilters(): void {
  useLibraryView.setState({ text: '', resultSort: null, filters: NO_FILTERS, scrollTopPx: 0, place: null })
}

/** Sorts by a column, the other way round when it is sorted by it already. */
export function sortBy(by: SortColumn): void {
  const { text, sort, resultSort } = useLibraryView.getState()
  const present = text === '' ? sort : resultSort
  const next = { by, isDescending: present?.by === by ? !present.isDescending : by === 'addedAt' }
  useLibraryView.setState(text === '' ? { sort: next, scrollTopPx: 0 } : { resultSort: next, scrollTopPx: 0 })
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

export function keepScroll(scrollTopPx: number): void {
  useLibraryView.setState({ scrollTopPx })
}
