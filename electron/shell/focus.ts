import type { BrowserWindow } from 'electron'

/** Brings the window to the front, wherever it was; does nothing while the studio closes. */
export function focus(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
