import type { RuleSource } from '#shared/models/delivery-profile.ts'
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
    const [{ profiles }, report] = await Promise.all([
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

/** The limits of one source stand together. */
function Limits({ report }: { report: ReleaseReport }) {
  const sources = new Map<string, { rule: RuleSource | null; limits: { label: string; limit: string }[] }>()
  for (const { column, limit } of gateColumns(report)) {
    if (limit === null) continue
    const key = `${column.rule?.source ?? ''} ${column.rule?.seen ?? ''}`
    const group = sources.get(key) ?? { rule: column.rule, limits: [] }
    group.limits.push({ label: column.label, limit })
    sources.set(key, group)
  }
  return [...sources].map(([key, { rule, limits }]) => (
    <div key={key} className="contents">
      <dt className="sr-only">Limits</dt>
      <dd className="col-span-2 flex flex-col gap-2 border-t border-line pt-3 max-[640px]:col-span-1">
        <dl className="grid grid-cols-[10rem_minmax(0,1fr)] gap-x-6 gap-y-1">
          {limits.map(({ label, limit }) => (
            <div key={label} className="contents">
              <dt className="text-muted">{label}</dt>
              <dd>{limit}</dd>
            </div>
          ))}
        </dl>
        {rule !== null && (
          <div className="pl-46 max-[640px]:pl-0">
            <RuleText rule={rule} />
          </div>
        )}
      </dd>
    </div>
  ))
}
