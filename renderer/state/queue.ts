import type { QueueState } from '#shared/models/queue-state.ts'
import { request } from '../bridge.ts'
import { createLiveValue } from './live-value.ts'

/** The queue as a whole: how many jobs there are of each status, whether it is paused, what servers do. */
export const useQueue = createLiveValue<QueueState>({
  load: () => request('queue.state', {}),
  apply: (value, events) => {
    const latest = events.findLast((event) => event.name === 'queue.changed')
    return latest?.name === 'queue.changed' ? latest.data : value
  },
})
