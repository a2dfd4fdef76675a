import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { FailureGroup } from '#shared/models/queue-state.ts'
import { retryFailedJobs } from '#renderer/state/job-actions.ts'
import { Button } from '#renderer/ui/button.tsx'
import { formatCount, pluralise } from '#renderer/ui/format.ts'
import { RelativeTime } from '#renderer/ui/relative-time.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { errorName, markOf, serverLabel, workflowName } from './job-words.ts'

interface FailureCardProps {
  group: FailureGroup
  onShow: (group: FailureGroup) => void
  onRetried: () => void
}

/** Jobs that failed for one cause: how many, in whose words, what to do. */
export function FailureCard({ group, onShow, onRetried }: FailureCardProps) {
  const { errorClass, workflowId, serverName, jobs, message, at, advice } = group
  const [isBusy, setBusy] = useState(false)
  const name = `${errorName(errorClass)}${serverName === null ? '' : ` on ${serverLabel(serverName)}`}`
  const retry = async (): Promise<void> => {
    setBusy(true)
    try {
      toast.say(`${pluralise(await retryFailedJobs(group.query), 'job')} will be tried again.`)
      onRetried()
    } catch (error) {
      toast.fail(error)
    }
    setBusy(false)
  }
  return (
    <section aria-label={name} className="flex gap-3 rounded-card border border-line bg-surface p-4">
      <StateMark {...markOf({ status: 'failed', errorClass })} className="mt-0.5 self-start" />
      <div className="flex min-w-0 grow flex-col gap-2">
        <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <div className="min-w-0 grow">
            <h2 className="text-title">
              {pluralise(jobs, 'job')}: {name.charAt(0).toLowerCase()}
              {name.slice(1)}
            </h2>
            <p className="text-small text-muted">
              {workflowName(workflowId)}
              {at !== null && (
                <>
                  {' · '}last <RelativeTime at={at} />
                </>
              )}
            </p>
          </div>
          <Button variant="quiet" aria-label={`Show: ${name}`} onClick={() => onShow(group)}>
            Show
          </Button>
          <Button
            icon={RotateCcw}
            isBusy={isBusy}
            aria-label={`Retry ${formatCount(jobs)}: ${name}`}
            onClick={() => void retry()}
          >
            Retry {formatCount(jobs)}
          </Button>
        </header>
        {errorClass !== 'cancelled' && <p className="break-words select-text">{message}</p>}
        <p className="text-muted">{advice}</p>
      </div>
    </section>
  )
}
