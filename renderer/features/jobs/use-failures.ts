import type { JobFailures } from '#shared/models/queue-state.ts'
import { request } from '#renderer/bridge.ts'
import { useJobs } from '#renderer/state/jobs.ts'
import { useQueue } from '#renderer/state/queue.ts'
import { useLoaded, type Loaded } from '#renderer/state/use-loaded.ts'
import { useReloadOn } from './use-reload-on.ts'

const RELOAD_MS = 1000

/** Why jobs of the kind that is looked at have failed, kept up to date. */
export function useFailures(): Loaded<JobFailures> {
  const { jobType, bookId, productionId } = useJobs((state) => state.query)
  const query = { jobType, bookId, productionId }
  const loaded = useLoaded(JSON.stringify(query), () => request('job.failures', { query }))
  useReloadOn(
    useQueue(({ value }) => value?.counts.failed ?? null),
    loaded.reload,
    RELOAD_MS,
  )
  return loaded
}

/** Failures that nobody meant; null while they are not known. */
export function ownFailures(failures: JobFailures | null): number | null {
  if (failures === null) return null
  return failures.groups.reduce((sum, { errorClass, jobs }) => sum + (errorClass === 'cancelled' ? 0 : jobs), 0)
}
