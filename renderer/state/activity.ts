import type { Activity } from '#shared/models/studio.ts'
import { request } from '../bridge.ts'
import { createLiveValue } from './live-value.ts'

/** What is going on, in a few figures. */
export const useActivity = createLiveValue<Activity>({
  load: () => request('studio.activity', {}),
  apply: (value, events) => {
    const latest = events.findLast((event) => event.name === 'activity.changed')
    return latest?.name === 'activity.changed' ? latest.data : value
  },
})
