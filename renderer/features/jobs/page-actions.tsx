import { FilePlus2, Pause, Play, RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import type { JobQuery } from '#shared/models/job-row.ts'
import { runCommand, shortcutOf, useCommand } from '#renderer/app/commands.ts'
import { request } from '#renderer/bridge.ts'
import { cancelJobs, retryFailedJobs } from '#renderer/state/job-actions.ts'
import { useJobs } from '#renderer/state/jobs.ts'
import { setQueuePaused } from '#renderer/state/queue-actions.ts'
import { useQueue } from '#renderer/state/queue.ts'
import { Button } from '#renderer/ui/button.tsx'
import { askToConfirm } from '#renderer/ui/confirm.tsx'
import { pluralise } from '#renderer/ui/format.ts'
import { toast } from '#renderer/ui/toast.ts'
import { Tooltip } from '#renderer/ui/tooltip.tsx'
import { countFor } from './job-counts.ts'
import { costOfCancelling } from './queue-words.ts'

/** They count as failed, yet somebody meant it. */
const ONLY_CANCELLED = 'None failed by itself. What was cancelled can be retried under “What failed”.'

/** What can be done with the queue, or with all of it that is shown; where no jobs are shown, none can be cancelled. */
export function PageActions({ canCancel }: { canCancel: boolean }) {
  const query = useJobs((state) => state.query)
  const total = useJobs((state) => (state.status === 'ready' ? state.total : null))
  const counts = useQueue(({ value }) => value?.counts ?? null)
  const isPaused = useQueue(({ value }) => value?.isPaused ?? false)
  const [busy, setBusy] = useState<'retry' | 'cancel' | null>(null)
  const run = async (what: 'retry' | 'cancel', work: (query: JobQuery) => Promise<string | null>): Promise<void> => {
    setBusy(what)
    try {
      const said = await work(query)
      if (said !== null) toast.say(said)
    } catch (error) {
      toast.fail(error)
    }
    setBusy(null)
  }
  const retryAll = (): void => void run('retry', retryAndTell)
  useCommand('jobs.retryFailed', retryAll)

  if (counts === null) return <AddFileButton />
  const hasFailed = countFor('failed', { query, total, counts }) !== 0 && counts.failed > 0
  const isOpen = query.status === undefined || query.status === 'pending' || query.status === 'processing'
  return (
    <>
      {canCancel && isOpen && counts.pending + counts.processing > 0 && (
        <Button icon={X} isBusy={busy === 'cancel'} onClick={() => void run('cancel', cancelWithConsent)}>
          Cancel jobs…
        </Button>
      )}
      {hasFailed && (
        <Button icon={RotateCcw} isBusy={busy === 'retry'} onClick={retryAll}>
          Retry all failed
        </Button>
      )}
      <AddFileButton />
      <Tooltip
        label={isPaused ? 'Take new jobs again' : 'Take nothing new; what runs is finished'}
        shortcut={shortcutOf('queue.toggle')}
      >
        <Button icon={isPaused ? Play : Pause} onClick={() => void setQueuePaused(!isPaused)}>
          {isPaused ? 'Resume queue' : 'Pause queue'}
        </Button>
      </Tooltip>
    </>
  )
}

function AddFileButton() {
  return (
    <Button icon={FilePlus2} onClick={() => runCommand('jobs.addFile')}>
      Add a job file…
    </Button>
  )
}

async function retryAndTell(query: JobQuery): Promise<string> {
  const retried = await retryFailedJobs(query)
  return retried === 0 ? ONLY_CANCELLED : `${pluralise(retried, 'job')} will be tried again.`
}

/** Null when it is not meant after all. */
async function cancelWithConsent(query: JobQuery): Promise<string | null> {
  const plan = await request('job.cancelPlan', { query })
  const jobs = plan.waiting + plan.running
  if (jobs === 0) return 'None of these jobs waits or runs.'
  const isNarrowed = Object.values(query).some((value) => value !== undefined)
  const isMeant = await askToConfirm({
    title: `Cancel ${pluralise(jobs, 'job')}?`,
    body: `${isNarrowed ? 'All of this list that wait or run' : 'All jobs of the queue'}. ${costOfCancelling(plan)}`,
    action: `Cancel ${pluralise(jobs, 'job')}`,
    dismissal: 'Keep them',
    isDangerous: true,
  })
  return isMeant ? `${pluralise(await cancelJobs(query), 'job')} cancelled.` : null
}
