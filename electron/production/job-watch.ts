import type { JobEvent } from '#electron/comfyui/agent/agent.ts'
import type { Job } from '#shared/models/job.ts'
import type { StepContext } from './step.ts'
import { Stopped } from './stopped.ts'

/** How often the rows are asked for jobs that another process has cancelled: no agent tells of them. */
const CANCELLED_INTERVAL_MS = 1000

/**
 * Hands the production's job events to `onEvent` until `isSettled` holds.
 *
 * Jobs of `jobIds` that were settled before anybody listened are handed over first; those cancelled elsewhere follow.
 * Rejects with `Stopped` when the production was stopped, and with whatever `onEvent` throws.
 */
export async function watchJobs(
  context: Pick<StepContext, 'agent' | 'signal' | 'database' | 'productionId'>,
  jobIds: Iterable<number>,
  onEvent: (event: JobEvent) => void,
  isSettled: () => boolean,
): Promise<void> {
  const ids = new Set(jobIds)
  await new Promise<void>((resolve, reject) => {
    const stop = (finish: () => void) => {
      unsubscribe()
      clearInterval(timer)
      context.signal.removeEventListener('abort', check)
      finish()
    }
    const guarded = (work: () => void) => {
      try {
        work()
        if (isSettled()) stop(resolve)
        else if (context.signal.aborted) throw new Stopped()
      } catch (error) {
        stop(() => reject(error instanceof Error ? error : new Error(String(error))))
      }
    }
    const check = () => guarded(() => undefined)
    const unsubscribe = context.agent.onJob((event) => {
      if (event.job.productionId === context.productionId) guarded(() => onEvent(event))
    })
    const heedOthers = () => {
      for (const job of cancelledJobs(context)) if (ids.has(job.id)) onEvent({ kind: 'failed', job })
    }
    const timer = setInterval(() => guarded(heedOthers), CANCELLED_INTERVAL_MS)
    context.signal.addEventListener('abort', check)
    guarded(() => {
      for (const id of ids) {
        const job = context.database.jobs.get(id)
        if (job?.status === 'done' || job?.status === 'failed') onEvent({ kind: job.status, job })
      }
    })
    context.agent.wake()
  })
}

function cancelledJobs({ database, productionId }: Pick<StepContext, 'database' | 'productionId'>): Job[] {
  return database.jobs.list({ productionId, status: 'failed', errorClass: 'cancelled' })
}
