import { ListFilter } from 'lucide-react'
import { TITLE_STAGES, type TitleCard } from '#shared/models/title-card.ts'
import type { NarratorCard } from '#shared/models/narrator-card.ts'
import { STAGE_LABELS } from '#renderer/state/title-mark.ts'
import { Button } from '#renderer/ui/button.tsx'
import { formatCount } from '#renderer/ui/format.ts'
import { languageName } from '#renderer/ui/languages.ts'
import { Popover } from '#renderer/ui/popover.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { SwitchField } from '#renderer/ui/switch-field.tsx'
import { countFilters, facetOf, NO_FILTERS, type TitleFilters } from './filter-titles.ts'
import { changeView } from './library-view.ts'

interface FilterPanelProps {
  titles: readonly TitleCard[]
  narrators: ReadonlyMap<string, NarratorCard>
  filters: TitleFilters
}

/** A select cannot have an empty value. */
const ALL = 'all'
const IS = 'is:'

/** Which titles are shown, behind a button that says how much is filtered. */
export function FilterPanel(props: FilterPanelProps) {
  const count = countFilters(props.filters)
  return (
    <Popover
      label="Filters"
      trigger={
        <Button icon={ListFilter} className={count > 0 ? 'text-ember-strong' : undefined}>
          {count === 0 ? 'Filter' : `Filter · ${count}`}
        </Button>
      }
    >
      <Choices {...props} />
    </Popover>
  )
}

function Choices({ titles, narrators, filters }: FilterPanelProps) {
  const change = (changes: Partial<TitleFilters>) => changeView({ filters: { ...filters, ...changes } })
  const facet = (name: 'language' | 'genre' | 'narratorId', none: string, labelOf: (value: string) => string) => [
    { value: ALL, label: 'All' },
    ...facetOf(titles, name).map(({ value, titles: count }) => ({
      value: IS + value,
      label: `${value === '' ? none : labelOf(value)} (${formatCount(count)})`,
    })),
  ]
  const chosen = (value: string | null) => (value === null ? ALL : IS + value)
  const meant = (value: string) => (value === ALL ? null : value.slice(IS.length))
  return (
    <div className="flex flex-col gap-3">
      <SelectField
        label="Stage"
        value={filters.stage ?? ALL}
        options={[
          { value: ALL, label: 'All' },
          ...TITLE_STAGES.map((stage) => ({ value: stage, label: STAGE_LABELS[stage] })),
        ]}
        onChange={(value) => change({ stage: value === ALL ? null : value })}
      />
      <SelectField
        label="Language"
        value={chosen(filters.language)}
        options={facet('language', 'Unknown', languageName)}
        onChange={(value) => change({ language: meant(value) })}
      />
      <SelectField
        label="Genre"
        value={chosen(filters.genre)}
        options={facet('genre', 'No genre yet', String)}
        onChange={(value) => change({ genre: meant(value) })}
      />
      <SelectField
        label="Narrator"
        value={chosen(filters.narratorId)}
        options={facet('narratorId', 'None chosen', (id) => narrators.get(id)?.name ?? 'A former narrator')}
        onChange={(value) => change({ narratorId: meant(value) })}
      />
      <SwitchField
        label="Only what needs you"
        isOn={filters.hasTroubles}
        onChange={(hasTroubles) => change({ hasTroubles })}
      />
      <Button
        variant="quiet"
        size="small"
        className="self-start"
        disabled={countFilters(filters) === 0}
        onClick={() => changeView({ filters: NO_FILTERS })}
      >
        Clear filters
      </Button>
    </div>
  )
}
