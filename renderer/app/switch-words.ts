import type { SwitchPlan } from '#shared/models/studio.ts'
import { pluralise } from '../ui/format.ts'

/** What leaving the present environment would interrupt, as sentences. */
export function switchWords({ productionsRunning, jobsRunning, jobsWaiting }: SwitchPlan): string {
  if (productionsRunning > 0) {
    return `${running(productionsRunning, 'production')} What the server has begun it finishes; ${productionsRunning === 1 ? 'it goes' : 'they go'} on when you come back.`
  }
  if (jobsRunning > 0) {
    const rest = jobsWaiting > 0 ? ' The rest of the queue waits until you come back.' : ''
    return `${running(jobsRunning, 'job')} What the server has begun it finishes.${rest}`
  }
  if (jobsWaiting > 0) {
    return `${pluralise(jobsWaiting, 'job')} ${jobsWaiting === 1 ? 'waits' : 'wait'} in the queue and will still be there when you come back.`
  }
  return 'Nothing is running, so nothing is interrupted.'
}

function running(count: number, noun: string): string {
  return `${pluralise(count, noun)} ${count === 1 ? 'is' : 'are'} running.`
}
