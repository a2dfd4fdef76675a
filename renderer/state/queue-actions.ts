import { request } from '../bridge.ts'
import { toast } from '../ui/toast.ts'
import { useActivity } from './activity.ts'

/** Holds the queue up or lets it go on, and says what that means. */
export async function setQueuePaused(isPaused: boolean): Promise<void> {
  try {
    await request('queue.setPaused', { isPaused })
    if (!isPaused) {
      toast.say('The queue goes on.')
      return
    }
    toast.say('The queue is paused. What runs is finished, nothing new is taken.', {
      action: { label: 'Resume', run: () => void setQueuePaused(false) },
    })
  } catch (error) {
    toast.fail(error)
  }
}

/** The other of the two, as it stands now. */
export async function toggleQueue(): Promise<void> {
  await setQueuePaused(useActivity.getState().value?.isQueuePaused !== true)
}
