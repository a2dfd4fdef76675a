import { join } from 'node:path'
import { app } from 'electron'
import { appFile } from './config/app-files.ts'
import { Broadcast } from './ipc/broadcast.ts'
import { allHandlers } from './ipc/handlers/all-handlers.ts'
import { createRouter } from './ipc/router.ts'
import { currentLog } from './log/current-log.ts'
import { createLogger } from './log/logger.ts'
import { desktopShell } from './shell/desktop-shell.ts'
import { focus } from './shell/focus.ts'
import { keepWindowState } from './shell/keep-window-state.ts'
import { denyPermissions, lockDown } from './shell/lock-down.ts'
import { setMenu } from './shell/menu.ts'
import { notify } from './shell/notify.ts'
import { closeBeforeQuit } from './shell/quit.ts'
import { answerRequests, tellEvents } from './shell/requests.ts'
import { registerSchemes, serveMedia, servePage } from './shell/schemes.ts'
import { applySwitches, studioOptions } from './shell/switches.ts'
import { showProgress } from './shell/taskbar.ts'
import { giveUp, logUncaught, reviveWindow } from './shell/trouble.ts'
import { openWindow } from './shell/window.ts'
import { StudioHost } from './studio/studio-host.ts'
import { rendererFiles } from './web/renderer-page.ts'

applySwitches()
registerSchemes()
lockDown()
if (app.requestSingleInstanceLock()) app.whenReady().then(start).catch(giveUp)
else app.quit()

async function start(): Promise<void> {
  const ownLog = createLogger({ file: join(app.getPath('userData'), 'studio.log'), level: 'info', module: 'desktop' })
  const log = currentLog(() => (host.status().phase === 'open' ? host.current().log.child('desktop') : ownLog))
  const studio = studioOptions()
  const broadcast = new Broadcast(log)
  const host = new StudioHost({ studio, broadcast, kind: 'desktop', version: app.getVersion(), log })
  logUncaught(log)

  denyPermissions()
  servePage(rendererFiles(appFile('dist/renderer')))
  serveMedia((address) => host.current().media.find(address), log)
  const window = openWindow()
  const shell = desktopShell(window)
  const handlers = allHandlers({ host, shell, broadcast, studio: () => host.current() })
  answerRequests(window, createRouter(handlers, log), log)
  tellEvents(window, broadcast)

  setMenu(broadcast)
  showProgress(window, broadcast)
  notify(window, broadcast)
  reviveWindow(window, log)
  const saveWindow = keepWindowState(window, log)
  closeBeforeQuit(window, () => Promise.all([saveWindow(), host.close()]), log)
  app.on('second-instance', () => focus(window))

  await host.start()
}
