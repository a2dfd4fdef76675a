import { app, dialog, type BrowserWindow } from 'electron'
import type { Logger } from '#electron/log/logger.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'

/** A page that fails again within this time would fail for ever. */
const RELAPSE_MS = 60_000

/** Logs what nobody caught; the studio goes on, since what it makes is safe on the disk. */
export function logUncaught(log: Logger): void {
  process.on('uncaughtException', (error) => log.error('An error was not caught', { error }))
  process.on('unhandledRejection', (error) => log.error('A rejection was not handled', { error }))
  app.on('child-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') log.warn('A process of the window ended', { ...details })
  })
}

/** Loads the page again when its process has died; says so when that does not help. */
export function reviveWindow(window: BrowserWindow, log: Logger): void {
  let lastMs = 0
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    log.error('The window’s page ended unexpectedly', { reason, exitCode })
    const isRelapse = Date.now() - lastMs < RELAPSE_MS
    lastMs = Date.now()
    if (isRelapse) {
      giveUp('The window failed twice within a minute. Productions are safe and go on with the next start.')
      return
    }
    // Loading from within this event reaches a process that is still being taken down (electron pull request 51900).
    setImmediate(() => {
      if (!window.isDestroyed()) window.reload()
    })
  })
  window.on('unresponsive', () => log.warn('The window does not respond'))
}

/** Says in a box of the system why the studio cannot go on, and ends it. */
export function giveUp(reason: unknown): void {
  const message = messageOf(reason)
  const isExpected = reason instanceof AppError || typeof reason === 'string'
  process.stderr.write(`${reason instanceof Error ? (reason.stack ?? message) : message}\n`)
  dialog.showErrorBox('E3 Studio cannot go on', isExpected ? message : `Something unexpected went wrong: ${message}`)
  app.exit(1)
}
