import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron'
import type { Broadcast } from '#electron/ipc/broadcast.ts'
import type { Router } from '#electron/ipc/router.ts'
import type { Logger } from '#electron/log/logger.ts'
import type { Reply } from '#shared/contract/reply.ts'
import { isOwnPage } from './addresses.ts'
import { EVENTS_CHANNEL, REQUEST_CHANNEL } from './channels.ts'
import { isWithinBytes } from './payload-size.ts'

/** The largest content of a file and some words beside it; the contract bounds each field for itself. */
const LARGEST_REQUEST_BYTES = 128 * 1024 * 1024

/** The first gate: only the page in our own window is answered, and only requests of a bearable size. */
export function answerRequests(window: BrowserWindow, router: Router, log: Logger): void {
  ipcMain.handle(REQUEST_CHANNEL, (event, route: unknown, input: unknown): Promise<Reply<unknown>> => {
    if (!isOurs(event, window)) {
      log.warn('A request of a foreign page was refused', { address: event.senderFrame?.url })
      return refuse('request.foreign', 'Only the studio’s own window is answered.')
    }
    if (!isWithinBytes(input, LARGEST_REQUEST_BYTES)) {
      return refuse('request.tooLarge', `The request is larger than ${LARGEST_REQUEST_BYTES / 1024 / 1024} MB.`)
    }
    return router(route, input)
  })
}

/** Tells the window what changes in the studio, until it is gone. */
export function tellEvents(window: BrowserWindow, broadcast: Broadcast): void {
  const unsubscribe = broadcast.subscribe((events) => {
    if (!window.isDestroyed() && !window.webContents.isCrashed()) window.webContents.send(EVENTS_CHANNEL, events)
  })
  window.once('closed', unsubscribe)
}

function isOurs({ sender, senderFrame }: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  const isOurWindow = !window.isDestroyed() && sender === window.webContents
  return isOurWindow && senderFrame === window.webContents.mainFrame && isOwnPage(senderFrame.url)
}

function refuse(code: 'request.foreign' | 'request.tooLarge', message: string): Promise<Reply<never>> {
  return Promise.resolve({ ok: false, error: { code, message, data: {} } })
}
