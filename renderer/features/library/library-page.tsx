import { BookOpen, LayoutGrid, Plus, SearchX, Table } from 'lucide-react'
import { useMemo, useRef, type KeyboardEvent } from 'react'
import type { TitleCard } from '#shared/models/title-card.ts'
import { runCommand } from '#renderer/app/commands.ts'
import { useNarrators } from '#renderer/state/narrators.ts'
import { useTitles } from '#renderer/state/titles.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { formatCount, pluralise } from '#renderer/ui/format.ts'
import { Page } from '#renderer/ui/page.tsx'
import { SearchField } from '#renderer/ui/search-field.tsx'
import { Segmented } from '#renderer/ui/segmented.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { DisplayPanel } from './display-panel.tsx'
import { FilterPanel } from './filter-panel.tsx'
import { countFilters, filterTitles } from './filter-titles.ts'
import { LibrarySkeleton } from './library-skeleton.tsx'
import { changeView, clearSearchAndFilters, searchFor, useLibraryView } from './library-view.ts'
import { PosterWall } from './poster-wall.tsx'
import { shelvesOf } from './shelves.ts'
import { sortTitles } from './sort-titles.ts'
import { TitleContextMenu } from './title-context-menu.tsx'
import { TitleTable } from './title-table.tsx'
import { useTitleSearch } from './use-title-search.ts'
import { beginsSearch } from './use-wall-keys.ts'

/** The bookshelf. */
export function LibraryPage() {
  const { status, failure, items } = useTitles()
  const narrators = useNarrators((state) => state.items)
  const layout = useLibraryView((view) => view.layout)
  const grouping = useLibraryView((view) => view.grouping)
  const text = useLibraryView((view) => view.text)
  const filters = useLibraryView((view) => view.filters)
  const search = useTitleSearch(text, items.size)
  const toolbar = useRef<HTMLDivElement>(null)

  const all = useMemo(() => [...items.values()], [items])
  const found = useMemo(() => {
    if (search.bookIds === null) return all
    return search.bookIds.map((bookId) => items.get(bookId)).filter((card) => card !== undefined)
  }, [search.bookIds, all, items])
  const shown = useMemo(() => filterTitles(found, filters), [found, filters])
  const isSearch = search.bookIds !== null
  const isNarrowed = text.trim() !== '' || countFilters(filters) > 0

  const focusSearch = () => toolbar.current?.querySelector<HTMLInputElement>('[role="searchbox"]')?.focus()
  const typeAhead = (event: KeyboardEvent) => {
    if (!beginsSearch(event) || !(event.target instanceof Element)) return
    if (event.target.closest('[role="grid"]') !== null) focusSearch()
  }

  return (
    <Page
      title="Library"
      isFilling
      subtitle={status === 'ready' ? <CountLine all={all.length} shown={shown.length} isNarrowed={isNarrowed} /> : ' '}
      actions={
        <Button
          variant={all.length === 0 ? 'secondary' : 'primary'}
          icon={Plus}
          onClick={() => runCommand('books.add')}
        >
          Add books…
        </Button>
      }
    >
      <ViewState
        status={status}
        failure={failure}
        onRetry={() => void useTitles.reload()}
        skeleton={<LibrarySkeleton />}
        isEmpty={all.length === 0}
        empty={<EmptyLibrary />}
      >
        <div className="flex h-full flex-col gap-3" onKeyDown={typeAhead}>
          <div ref={toolbar} className="flex flex-wrap items-center gap-2">
            <SearchField
              label="Search titles"
              placeholder="Search by title, author, genre"
              className="w-72 max-w-full"
              value={text}
              onChange={searchFor}
            />
            <FilterPanel titles={all} narrators={narrators} filters={filters} />
            <span className="grow" />
            {layout === 'wall' && !isSearch && (
              <Segmented
                label="Group by"
                value={grouping}
                options={[
                  { value: 'stage', label: 'Stage' },
                  { value: 'genre', label: 'Genre' },
                  { value: 'author', label: 'Author' },
                  { value: 'none', label: 'All' },
                ]}
                onChange={(next) => changeView({ grouping: next })}
              />
            )}
            {layout === 'wall' && <DisplayPanel />}
            <Segmented
              label="Layout"
              value={layout}
              options={[
                { value: 'wall', label: 'Posters', icon: LayoutGrid, isLabelHidden: true },
                { value: 'table', label: 'Table', icon: Table, isLabelHidden: true },
              ]}
              onChange={(next) => changeView({ layout: next })}
            />
          </div>
          <div className="min-h-0 grow">
            <ViewState
              status={search.failure === null ? 'ready' : 'failed'}
              failure={search.failure}
              onRetry={() => void useTitles.reload()}
              skeleton={null}
              isEmpty={shown.length === 0}
              empty={<NothingFound text={text} isSearching={search.isWaiting} />}
            >
              <TitleContextMenu titles={items}>
                <Titles titles={shown} isSearch={isSearch} />
              </TitleContextMenu>
            </ViewState>
          </div>
        </div>
      </ViewState>
    </Page>
  )
}

function Titles({ titles, isSearch }: { titles: readonly TitleCard[]; isSearch: boolean }) {
  const layout = useLibraryView((view) => view.layout)
  const grouping = useLibraryView((view) => view.grouping)
  const posterSize = useLibraryView((view) => view.posterSize)
  const sort = useLibraryView((view) => view.sort)
  const resultSort = useLibraryView((view) => view.resultSort)
  const order = isSearch ? resultSort : sort
  const sorted = useMemo(() => (order === null ? titles : sortTitles(titles, order)), [titles, order])
  const shelves = useMemo(() => {
    if (layout === 'table') return []
    return isSearch ? [{ id: 'results', label: 'Results', titles: sorted }] : shelvesOf(sorted, grouping, sort)
  }, [layout, isSearch, sorted, grouping, sort])
  return layout === 'table' ? (
    <TitleTable titles={sorted} sort={order} />
  ) : (
    <PosterWall
      shelves={shelves}
      posterSize={posterSize}
      isPacked={!isSearch && (grouping === 'author' || grouping === 'genre')}
    />
  )
}

function CountLine({ all, shown, isNarrowed }: { all: number; shown: number; isNarrowed: boolean }) {
  return (
    <span role="status">
      {isNarrowed ? `${formatCount(shown)} of ${pluralise(all, 'title')}` : pluralise(all, 'title')}
    </span>
  )
}

function EmptyLibrary() {
  return (
    <EmptyState
      icon={BookOpen}
      title="Your shelf is waiting for its first book"
      body="Drop Project Gutenberg books anywhere on this window: HTML, plain text, EPUB or zip, one or a whole folder. Or begin with the two short books that come with the studio."
    >
      <Button variant="primary" onClick={() => runCommand('books.addSamples')}>
        Add the sample books
      </Button>
      <Button onClick={() => runCommand('books.addFolder')}>Add a folder of books…</Button>
    </EmptyState>
  )
}

function NothingFound({ text, isSearching }: { text: string; isSearching: boolean }) {
  if (isSearching) return null
  const asked = text.trim()
  return (
    <EmptyState
      icon={SearchX}
      title={asked === '' ? 'No title fits these filters' : `Nothing found for “${asked}”`}
      body="Look for a part of the title, the author, the genre or the Gutenberg number, and check the filters."
    >
      <Button onClick={clearSearchAndFilters}>Show all titles</Button>
    </EmptyState>
  )
}
