import type { JobEvent } from '#electron/comfyui/agent.ts'
import { requireProduction } from './production-state.ts'
import type { StepContext } from './step.ts'

/** How often a status that another process may have changed is read, in ms. */
const STATUS_INTERVAL_MS = 1000

/** The production was paused or cancelled, or the studio is closing: the step ends without having failed. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

/** Throws `Stopped` once the production is not to go on. */
export function assertRunning(context: Pick<StepContext, 'signal' | 'database' | 'productionId'>): void {
  const { status } = requireProduction(context.database, context.productionId)
  if (context.signal.aborted || status === 'paused' || status === 'cancelled') throw new Stopped()
}

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
      clearInterval(timer)
      unsubscribe()
      context.signal.removeEventListener('abort', check)
      finish()
    }
    const guarded = (work: () => void) => {
      try {
        work()
        if (isSettled()) stop(resolve)
        else assertRunning(context)
      } catch (error) {
        stop(() => reject(error instanceof Error ? error : new Error(String(error))))
      }
    }
    const check = () => guarded(() => undefined)
    const unsubscribe = context.agent.onJob((event) => {
      if (event.job.productionId === context.productionId) guarded(() => onEvent(event))
    })
    const timer = setInterval(check, STATUS_INTERVAL_MS)
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
