import { ArrowDownWideNarrow, ArrowUpNarrowWide, SlidersHorizontal } from 'lucide-react'
import { Button } from '#renderer/ui/button.tsx'
import { Popover } from '#renderer/ui/popover.tsx'
import { Segmented } from '#renderer/ui/segmented.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { changeView, useLibraryView } from './library-view.ts'
import { COLUMN_LABELS, SORT_COLUMNS } from './sort-titles.ts'

/** How the wall looks: size of the posters and their order. */
export function DisplayPanel() {
  const { posterSize, sort } = useLibraryView()
  return (
    <Popover label="Display" align="end" trigger={<Button icon={SlidersHorizontal}>Display</Button>}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-1">
          <span aria-hidden className="text-small text-muted">
            Posters
          </span>
          <Segmented
            label="Size of the posters"
            value={posterSize}
            options={[
              { value: 'small', label: 'Small' },
              { value: 'medium', label: 'Medium' },
              { value: 'large', label: 'Large' },
            ]}
            onChange={(next) => changeView({ posterSize: next })}
          />
        </div>
        <SelectField
          label="Order"
          value={sort.by}
          options={SORT_COLUMNS.map((by) => ({ value: by, label: COLUMN_LABELS[by] }))}
          onChange={(by) => changeView({ sort: { ...sort, by } })}
        />
        <Segmented
          label="Direction"
          value={sort.isDescending ? 'descending' : 'ascending'}
          options={[
            { value: 'ascending', label: 'Ascending', icon: ArrowUpNarrowWide },
            { value: 'descending', label: 'Descending', icon: ArrowDownWideNarrow },
          ]}
          onChange={(direction) => changeView({ sort: { ...sort, isDescending: direction === 'descending' } })}
        />
      </div>
    </Popover>
  )
}
