import type { BrowserWindow } from 'electron'

/** Brings the window to the front, wherever it was. */
export function focus(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
