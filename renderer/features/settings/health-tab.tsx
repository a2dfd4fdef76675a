import type { HealthRow } from '#shared/models/settings.ts'
import { request } from '#renderer/bridge.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { Button } from '#renderer/ui/button.tsx'
import { pluralise } from '#renderer/ui/format.ts'
import { Skeleton } from '#renderer/ui/skeleton.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'

const STATES = {
  ok: { state: 'done', label: 'In order' },
  warning: { state: 'needsYou', label: 'Needs a look' },
  failed: { state: 'failed', label: 'Out of order' },
} as const

const AREAS: Record<HealthRow['area'], string> = {
  config: 'Configuration',
  database: 'Database',
  foundry: 'Bookshelf',
  ffmpeg: 'Sound tools',
  server: 'Servers',
  workflow: 'Workflows',
}

/** Everything that a production needs, looked at one by one. */
export function HealthTab() {
  const { status, failure, data, reload } = useLoaded('health', () => request('settings.health', {}))
  return (
    <ViewState status={status} failure={failure} onRetry={reload} skeleton={<Skeleton className="h-64" />}>
      {data !== null && (
        <div className="flex flex-col gap-4">
          <div className="flex items-center justify-between gap-4">
            <p className="text-body">{verdict(data)}</p>
            <Button onClick={reload}>Check again</Button>
          </div>
          <table className="w-full border-collapse text-left text-body">
            <caption className="sr-only">Health of this environment</caption>
            <thead className="text-small text-muted">
              <tr>
                <th scope="col" className="w-40 py-2 font-normal">
                  Part
                </th>
                <th scope="col" className="w-56 py-2 font-normal">
                  Name
                </th>
                <th scope="col" className="py-2 font-normal">
                  What was found
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map((row) => (
                <tr key={`${row.area} ${row.name} ${row.detail}`} className="border-t border-line align-top">
                  <td className="py-2 pr-4">
                    <span className="flex items-center gap-2">
                      <StateMark {...STATES[row.state]} /> {AREAS[row.area]}
                    </span>
                  </td>
                  <td className="py-2 pr-4 break-words">{row.name}</td>
                  <td className="py-2 break-words">
                    {row.detail}
                    {row.remedy !== undefined && <p className="text-muted">{row.remedy}</p>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </ViewState>
  )
}

function verdict(rows: readonly HealthRow[]): string {
  const failed = rows.filter(({ state }) => state === 'failed').length
  const warnings = rows.filter(({ state }) => state === 'warning').length
  if (failed + warnings === 0) return 'All is in order.'
  const parts = [
    ...(failed > 0 ? [`${pluralise(failed, 'thing')} out of order`] : []),
    ...(warnings > 0 ? [`${pluralise(warnings, 'thing')} to look at`] : []),
  ]
  return `${parts.join(', ')}.`
}
