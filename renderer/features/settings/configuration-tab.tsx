import { useState } from 'react'
import type { ConfigEntry } from '#shared/models/settings.ts'
import { request } from '#renderer/bridge.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { Skeleton } from '#renderer/ui/skeleton.tsx'
import { SearchField } from '#renderer/ui/search-field.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'

/** Every value that is in force and the layer that it comes from. */
export function ConfigurationTab() {
  const { status, failure, data, reload } = useLoaded('configuration', () => request('settings.config', {}))
  const [filter, setFilter] = useState('')
  const entries = (data ?? []).filter((entry) => matches(entry, filter))
  return (
    <ViewState status={status} failure={failure} onRetry={reload} skeleton={<Skeleton className="h-64" />}>
      <div className="flex flex-col gap-4">
        <p className="max-w-[70ch] text-body text-muted">
          The configuration is read from the files in the workspace’s config folder. Later layers win: defaults, the
          common file, the environment’s file, then the variables that they name.
        </p>
        <SearchField label="Filter" value={filter} onChange={setFilter} className="max-w-sm" />
        <table className="w-full border-collapse text-left text-body">
          <caption className="sr-only">Configuration in force</caption>
          <thead className="text-small text-muted">
            <tr>
              <th scope="col" className="py-2 font-normal">
                Key
              </th>
              <th scope="col" className="py-2 font-normal">
                Value
              </th>
              <th scope="col" className="py-2 font-normal">
                Comes from
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ key, value, source }) => (
              <tr key={key} className="border-t border-line align-top">
                <th scope="row" className="py-2 pr-4 font-normal break-words">
                  {key}
                </th>
                <td className="py-2 pr-4 break-all tabular-nums">{value}</td>
                <td className={`py-2 ${source === 'default' ? 'text-muted' : ''}`}>{source}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {entries.length === 0 && <p className="text-body text-muted">No key or value has “{filter}”.</p>}
      </div>
    </ViewState>
  )
}

function matches({ key, value, source }: ConfigEntry, filter: string): boolean {
  const wanted = filter.trim().toLowerCase()
  return [key, value, source].some((field) => field.toLowerCase().includes(wanted))
}
