import { CircleCheck, X } from 'lucide-react'
import type { FailureGroup, JobFailures } from '#shared/models/queue-state.ts'
import { showJobs, useJobs } from '#renderer/state/jobs.ts'
import type { Loaded } from '#renderer/state/use-loaded.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { formatCount, pluralise } from '#renderer/ui/format.ts'
import { ScrollArea } from '#renderer/ui/scroll-area.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { FailureCard } from './failure-card.tsx'

interface FailuresTabProps {
  failures: Loaded<JobFailures>
  onShow: () => void
}

/** What failed, by its causes: what a night came to, and what to do about it. */
export function FailuresTab({ failures: { status, failure, data, reload }, onShow }: FailuresTabProps) {
  const isNarrowed = useJobs(({ query: { jobType, bookId, productionId } }) =>
    [jobType, bookId, productionId].some((value) => value !== undefined),
  )
  // What somebody cancelled needs nobody.
  const groups = (data?.groups ?? []).toSorted((a, b) => Number(isCancelled(a)) - Number(isCancelled(b)))
  const show = (group: FailureGroup): void => {
    showJobs(group.query, 'newest')
    onShow()
  }
  return (
    <ViewState
      status={status}
      failure={failure}
      onRetry={reload}
      skeleton={<SkeletonRows count={6} />}
      isEmpty={groups.length === 0}
      empty={
        <EmptyState
          icon={CircleCheck}
          title="Nothing has failed"
          body="Jobs that fail are gathered here by their causes, with what can be done."
        />
      }
    >
      <ScrollArea className="h-full overflow-y-auto">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pb-3">
          <p className="text-muted">{summaryOf(groups, data?.isAll === true)}</p>
          {isNarrowed && (
            <Button size="small" icon={X} onClick={() => showJobs({}, 'queue')}>
              Only of some jobs
            </Button>
          )}
        </div>
        <ul aria-label="Causes" className="m-0 flex list-none flex-col gap-3 p-0 pb-8">
          {groups.map((group) => (
            <li key={JSON.stringify(group.query)}>
              <FailureCard group={group} onShow={show} onRetried={reload} />
            </li>
          ))}
        </ul>
      </ScrollArea>
    </ViewState>
  )
}

function isCancelled({ errorClass }: FailureGroup): boolean {
  return errorClass === 'cancelled'
}

function summaryOf(groups: readonly FailureGroup[], isAll: boolean): string {
  const own = groups.filter((group) => !isCancelled(group))
  const jobs = own.reduce((sum, group) => sum + group.jobs, 0)
  const cancelled = groups.filter(isCancelled).reduce((sum, group) => sum + group.jobs, 0)
  const sentences = [
    own.length > 0 &&
      `${pluralise(jobs, 'job')} failed${own.length === 1 ? ', all for one reason' : ` for ${formatCount(own.length)} reasons`}.`,
    cancelled > 0 && `${formatCount(cancelled)} ${cancelled === 1 ? 'was' : 'were'} cancelled.`,
    !isAll && 'These are the latest; there are older ones.',
  ]
  return sentences.filter((sentence) => sentence !== false).join(' ')
}
