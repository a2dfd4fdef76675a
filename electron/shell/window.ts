import { join } from 'node:path'
import { app, BrowserWindow, screen } from 'electron'
import { appFile } from '#electron/config/app-files.ts'
import type { Logger } from '#electron/log/logger.ts'
import { PAGE_ADDRESS } from './addresses.ts'
import { LEAST_SIZE, placeWindow } from './place-window.ts'
import { readWindowState, writeWindowState } from './window-state.ts'

/** The canvas of the dark theme: what shows before the page does. */
const BACKGROUND = '#0f0c0a'
/** A window that is dragged tells its place many times a second. */
const SETTLED_MS = 500

/** Opens the studio's window where it was left and shows it with its first picture. */
export function openWindow(log: Logger): BrowserWindow {
  const stateFile = join(app.getPath('userData'), 'window.json')
  const state = readWindowState(stateFile)
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
  keepState(window, stateFile, log)
  void window.loadURL(PAGE_ADDRESS)
  return window
}

function keepState(window: BrowserWindow, file: string, log: Logger): void {
  let timer: NodeJS.Timeout | undefined
  const save = (): void => {
    clearTimeout(timer)
    const state = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }
    writeWindowState(file, state).catch((error: unknown) => log.warn('The place of the window was not kept', { error }))
  }
  const saveSoon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(save, SETTLED_MS)
  }
  window.on('resize', saveSoon).on('move', saveSoon).on('close', save)
}
