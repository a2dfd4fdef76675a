import type { JobStatus } from '#shared/models/job.ts'
import { request } from '../bridge.ts'
import { createLiveValue } from './live-value.ts'

/** How many jobs there are of each status. */
export const useQueue = createLiveValue<{ counts: Record<JobStatus, number> }>({
  load: () => request('job.counts', {}),
  apply: (value, events) =>
    events.reduce((latest, event) => (event.name === 'queue.changed' ? { counts: event.data } : latest), value),
})
