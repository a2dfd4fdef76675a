import { request } from '../bridge.ts'
import { toast } from '../ui/toast.ts'
import { useActivity } from './activity.ts'

/** Holds the queue up or lets it go on; true when that was done, else the reason is shown. */
export async function setQueuePaused(isPaused: boolean): Promise<boolean> {
  try {
    await request('queue.setPaused', { isPaused })
    return true
  } catch (error) {
    toast.fail(error)
    return false
  }
}

/** The other of the two, from wherever one is: says what that means. */
export async function toggleQueue(): Promise<void> {
  const isPaused = useActivity.getState().value?.isQueuePaused !== true
  if (!(await setQueuePaused(isPaused))) return
  if (isPaused) {
    const action = { label: 'Resume', run: () => void setQueuePaused(false) }
    toast.say('The queue is paused. What runs is finished, nothing new is taken.', { action })
  } else toast.say('The queue goes on.')
}
