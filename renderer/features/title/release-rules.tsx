import type { ReleaseCard, ReleaseReport } from '#shared/models/release.ts'
import { request } from '#renderer/bridge.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { ScrollArea } from '#renderer/ui/scroll-area.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { gateColumns } from './release-gate-table.ts'
import { RuleText } from './release-rule-text.tsx'
import { makingOf, POLICY_WORDS } from './release-words.ts'

/** What an outlet asks for, limit by limit, with where and when each was read. */
export function ReleaseRules({ card }: { card: ReleaseCard }) {
  const { productionId, profileId, measuredAt, policy } = card
  const key = `${productionId} ${profileId} ${measuredAt ?? ''}`
  const { status, failure, data, reload } = useLoaded(key, async () => {
    const [profiles, report] = await Promise.all([
      request('release.profiles', {}),
      request('release.report', { productionId, profileId }),
    ])
    return { profile: profiles.find(({ id }) => id === profileId), report }
  })
  return (
    <ViewState status={status} failure={failure} onRetry={reload} skeleton={<SkeletonRows count={5} />}>
      <ScrollArea className="h-full overflow-y-auto">
        <dl className="grid max-w-3xl grid-cols-[10rem_minmax(0,1fr)] gap-x-6 gap-y-4 pb-6 max-[640px]:grid-cols-1 max-[640px]:gap-y-1">
          {data?.profile !== undefined && (
            <>
              <dt className="text-muted">What is made</dt>
              <dd>{makingOf(data.profile)}</dd>
            </>
          )}
          {data !== null && data.report !== null && <Limits report={data.report} />}
          <dt className="text-muted">Synthetic voice</dt>
          <dd className="flex flex-col gap-1">
            <p>
              {POLICY_WORDS[policy.light].long}. {policy.rule}
            </p>
            <RuleText rule={policy} />
          </dd>
        </dl>
        {data !== null && data.report === null && (
          <p className="text-muted">After the first build the limits are listed here, each with its source.</p>
        )}
      </ScrollArea>
    </ViewState>
  )
}

function Limits({ report }: { report: ReleaseReport }) {
  return gateColumns(report).map(({ column: { id, label, rule }, limit }) => {
    if (limit === null) return null
    return (
      <div key={id} className="contents">
        <dt className="text-muted">{label}</dt>
        <dd className="flex flex-col gap-0.5">
          <p>{limit}</p>
          {rule !== null && <RuleText rule={rule} />}
        </dd>
      </div>
    )
  })
}
