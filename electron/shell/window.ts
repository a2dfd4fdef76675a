import { BrowserWindow, screen } from 'electron'
import { appFile } from '#electron/config/app-files.ts'
import { PAGE_ADDRESS } from './addresses.ts'
import { LEAST_SIZE, placeWindow } from './place-window.ts'
import { windowStateFile } from './keep-window-state.ts'
import { readWindowState } from './window-state.ts'

/** The canvas of the dark theme: what shows before the page does. */
const BACKGROUND = '#110c09'

/** Opens the studio's window where it was left and shows it with its first picture. */
export function openWindow(): BrowserWindow {
  const state = readWindowState(windowStateFile())
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  const window = new BrowserWindow({
    ...placeWindow(state?.bounds ?? null, [primary.workArea, ...others.map(({ workArea }) => workArea)]),
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    show: false,
    title: 'E3 Studio',
    backgroundColor: BACKGROUND,
    webPreferences: {
      preload: appFile('dist/electron/preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  })
  if (state?.isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  void window.loadURL(PAGE_ADDRESS)
  return window
}
