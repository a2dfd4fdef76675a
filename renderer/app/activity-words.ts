import type { Activity } from '#shared/models/studio.ts'
import { formatDuration, pluralise } from '../ui/format.ts'

/** The one line that says what is going on: `2 running · 1 h 12 min left`. */
export function activityWords(activity: Activity): string {
  const { productionsRunning, productionsWaiting, productionsInTrouble, jobsRunning, jobsWaiting, etaMs } = activity
  if (activity.isQueuePaused) return `Queue paused${pausedDetail(activity)}`
  if (productionsRunning > 0) {
    const left = etaMs === null ? '' : ` · ${formatDuration(etaMs)} left`
    return `${productionsRunning} running${left}`
  }
  if (jobsRunning > 0) return `${pluralise(jobsRunning, 'job')} running`
  if (productionsInTrouble > 0) return `${productionsInTrouble} ${productionsInTrouble === 1 ? 'needs' : 'need'} you`
  if (productionsWaiting > 0) return `${productionsWaiting} waiting`
  if (jobsWaiting > 0) return `${pluralise(jobsWaiting, 'job')} waiting`
  return 'Nothing is running'
}

/** What goes on in spite of it, else what it holds up. */
function pausedDetail({ jobsRunning, jobsWaiting }: Activity): string {
  if (jobsRunning > 0) return ` · ${pluralise(jobsRunning, 'job')} being finished`
  return jobsWaiting > 0 ? ` · ${pluralise(jobsWaiting, 'job')} waiting` : ''
}
