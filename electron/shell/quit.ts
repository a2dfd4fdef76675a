import { app, type BrowserWindow } from 'electron'
import type { Logger } from '#electron/log/logger.ts'

/** A server may need this long to let go of what it has; whatever is cut off goes on at the next start. */
const DEADLINE_MS = 15_000

/** Closes the studio in order before the application ends; the window is hidden at once, so that leaving is quick. */
export function closeBeforeQuit(window: BrowserWindow, close: () => Promise<unknown>, log: Logger): void {
  let closing: Promise<void> | null = null
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (closing !== null) return
    if (!window.isDestroyed()) window.hide()
    closing = withDeadline(close(), log).finally(() => app.exit())
  })
  app.on('window-all-closed', () => app.quit())
}

async function withDeadline(closed: Promise<unknown>, log: Logger): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log.warn('The studio was ended before all of it had closed', { deadlineMs: DEADLINE_MS })
      resolve()
    }, DEADLINE_MS)
  })
  try {
    await Promise.race([closed, deadline])
  } catch (error) {
    log.error('The studio did not close cleanly', { error })
  } finally {
    clearTimeout(timer)
  }
}
