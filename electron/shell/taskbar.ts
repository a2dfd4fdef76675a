import type { BrowserWindow } from 'electron'
import type { Broadcast } from '#electron/ipc/broadcast.ts'
import type { Activity } from '#shared/models/studio.ts'

/** A bar that is taken away. */
const NONE = -1
/** Shows that something runs whose end is not known. */
const UNKNOWN = 2

/** Shows on the taskbar's icon how far the running productions are. */
export function showProgress(window: BrowserWindow, broadcast: Broadcast): void {
  const unsubscribe = broadcast.subscribe((events) => {
    for (const event of events) {
      if (event.name === 'activity.changed') show(window, event.data)
      if (event.name === 'studio.changed' && event.data.phase !== 'open') window.setProgressBar(NONE)
    }
  })
  window.once('closed', unsubscribe)
}

function show(window: BrowserWindow, { productionsRunning, productionsInTrouble, progress }: Activity): void {
  if (productionsRunning > 0) window.setProgressBar(progress ?? UNKNOWN, { mode: 'normal' })
  else if (productionsInTrouble > 0) window.setProgressBar(1, { mode: 'error' })
  else window.setProgressBar(NONE)
}
