import type { BlastRadius, ReleaseCard } from '#shared/models/release.ts'
import { request } from '#renderer/bridge.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { Disclosure } from '#renderer/ui/disclosure.tsx'
import { formatPercent, pluralise } from '#renderer/ui/format.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { ProgressLine } from '#renderer/ui/progress-line.tsx'
import { costsOf, reasonsOf } from './release-words.ts'

/** Named one by one; of more the number says enough. */
const MOST_NAMED = 40

/** What a build would make anew, or how far the one under way is. */
export function ReleasePlan({ card }: { card: ReleaseCard }) {
  if (card.state === 'building') return <Progress card={card} />
  return <PlannedBuild card={card} />
}

function Progress({ card: { profileName, progress, activity } }: { card: ReleaseCard }) {
  return (
    <div className="flex shrink-0 flex-col gap-1.5">
      <p className="flex justify-between gap-4">
        <span className="min-w-0 truncate">{activity ?? 'Getting ready'}</span>
        <span className="shrink-0 text-muted">{formatPercent(progress)}</span>
      </p>
      <ProgressLine value={progress} label={`Building ${profileName}`} />
    </div>
  )
}

function PlannedBuild({ card: { productionId, profileId, state, measuredAt } }: { card: ReleaseCard }) {
  const key = `${productionId} ${profileId} ${state} ${measuredAt ?? ''}`
  const { failure, data } = useLoaded(key, () => request('release.plan', { productionId, profileId }))
  if (failure !== null) return <Notice tone="warn">{failure.message}</Notice>
  // The height of its first line, so that nothing jumps when the answer comes.
  return <div className="min-h-5 shrink-0">{data !== null && <Plan plan={data} isBuilt={measuredAt !== null} />}</div>
}

function Plan({ plan, isBuilt }: { plan: BlastRadius; isBuilt: boolean }) {
  const costs = costsOf(plan)
  if (costs.length === 0) {
    return <p className="text-muted">Nothing has changed since: a build has nothing to do.</p>
  }
  const lead = isBuilt ? 'A build makes anew what has changed: ' : 'A build takes: '
  return (
    <Disclosure
      summary={
        <span>
          {lead}
          <span className="text-text">{costs.join(' ')}</span>
        </span>
      }
    >
      <ul className="flex max-h-40 flex-col gap-1 overflow-y-auto pb-1 text-small">
        {reasonsOf(plan).map(({ why, files }) => (
          <li key={why}>
            <span className="text-muted">
              {pluralise(files.length, 'file')}, {why}:{' '}
            </span>
            {files.slice(0, MOST_NAMED).join(', ')}
            {files.length > MOST_NAMED && ` and ${files.length - MOST_NAMED} more`}
          </li>
        ))}
      </ul>
    </Disclosure>
  )
}
