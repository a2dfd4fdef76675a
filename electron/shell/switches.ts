import { join } from 'node:path'
import { app } from 'electron'
import { APP_DIR } from '#electron/config/app-files.ts'
import type { StudioOptions } from '#electron/studio/open-studio.ts'

/** Applies what has to be settled before the application is ready; an installed studio listens to no switch. */
export function applySwitches(): void {
  if (app.isPackaged) {
    for (const name of ['remote-debugging-port', 'remote-debugging-pipe']) app.commandLine.removeSwitch(name)
    return
  }
  // Where bounds and the page's own data are kept, and what makes an instance the only one: each test has its own.
  const userData = process.env['E3_USER_DATA']
  if (userData) app.setPath('userData', userData)
}

/** The workspace to open: `E3_WORKSPACE`, else that of the installed studio, else the repository. */
export function studioOptions(): StudioOptions {
  const own = app.isPackaged ? join(app.getPath('documents'), 'E3 Studio') : APP_DIR
  return { root: process.env['E3_WORKSPACE'] || own, processEnv: process.env }
}
