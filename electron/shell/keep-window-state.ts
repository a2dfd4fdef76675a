import { join } from 'node:path'
import { app, type BrowserWindow } from 'electron'
import type { Logger } from '#electron/log/logger.ts'
import { writeWindowState } from './window-state.ts'

/** A window that is dragged tells its place many times a second. */
const SETTLED_MS = 500

/** Where the window's place is kept. */
export function windowStateFile(): string {
  return join(app.getPath('userData'), 'window.json')
}

/** Keeps where the window is; the result settles when what was last is on the disk. */
export function keepWindowState(window: BrowserWindow, log: Logger): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let saved = Promise.resolve()
  const save = (): Promise<void> => {
    clearTimeout(timer)
    if (window.isDestroyed()) return saved
    const state = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }
    saved = saved
      .then(() => writeWindowState(windowStateFile(), state))
      .catch((error: unknown) => log.warn('The place of the window was not kept', { error }))
    return saved
  }
  const saveSoon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void save(), SETTLED_MS)
  }
  window
    .on('resize', saveSoon)
    .on('move', saveSoon)
    .on('close', () => void save())
  return save
}
