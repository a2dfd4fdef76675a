import { useEffect, useState } from 'react'
import type { RouteInput } from '#shared/contract/routes.ts'
import type { ReleaseImpact } from '#shared/models/release.ts'
import { request } from '#renderer/bridge.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { Disclosure } from '#renderer/ui/disclosure.tsx'
import { pluralise } from '#renderer/ui/format.ts'
import { costsOf } from './release-words.ts'

type Changes = RouteInput<'release.impact'>['changes']

/** As long as somebody types, nothing is asked. */
const PAUSE_MS = 400

/** What saving a change would make anew of what was made already; nothing while nothing was. */
export function ChangeImpact({ bookId, changes }: { bookId: string; changes: Changes }) {
  const settled = useSettled(JSON.stringify(changes))
  const isAsked = settled !== '{}'
  const { data } = useLoaded(`${bookId} ${settled}`, () =>
    isAsked
      ? request('release.impact', { bookId, changes: JSON.parse(settled) as Changes })
      : Promise.resolve<ReleaseImpact[]>([]),
  )
  const impacts = data ?? []
  if (impacts.length === 0) return null
  const files = impacts.reduce((sum, { radius }) => sum + radius.files.length, 0)
  return (
    <div role="status" className="col-span-2 text-small">
      <Disclosure summary={`${pluralise(files, 'finished file')} would be made anew.`}>
        <ul className="flex flex-col gap-1 pb-1">
          {impacts.map((impact) => (
            <li key={`${impact.productionId} ${impact.profileId ?? ''}`}>
              <span className="text-muted">{placeOf(impact)}: </span>
              {costsOf(impact.radius).join(' ')}
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  )
}

function placeOf({ profileName, narratorName }: ReleaseImpact): string {
  return `${profileName ?? 'The audiobook'}, read by ${narratorName}`
}

/** The value as it was when it last stood still. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
