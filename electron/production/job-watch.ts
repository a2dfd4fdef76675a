import type { JobEvent } from '#electron/comfyui/agent.ts'
import type { StepContext } from './step.ts'
import { Stopped } from './stopped.ts'

/**
 * Hands the production's job events to `onEvent` until `isSettled` holds.
 *
 * Jobs of `jobIds` that were settled before anybody listened are handed over first.
 * Rejects with `Stopped` when the production was stopped, and with whatever `onEvent` throws.
 */
export async function watchJobs(
  context: Pick<StepContext, 'agent' | 'signal' | 'database' | 'productionId'>,
  jobIds: Iterable<number>,
  onEvent: (event: JobEvent) => void,
  isSettled: () => boolean,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = (finish: () => void) => {
      unsubscribe()
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
    context.signal.addEventListener('abort', check)
    guarded(() => {
      for (const id of jobIds) {
        const job = context.database.jobs.get(id)
        if (job?.status === 'done' || job?.status === 'failed') onEvent({ kind: job.status, job })
      }
    })
    context.agent.wake()
  })
}
