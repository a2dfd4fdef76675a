import { appFile } from '#electron/config/app-files.ts'
import { Broadcast } from '#electron/ipc/broadcast.ts'
import { allHandlers } from '#electron/ipc/handlers/all-handlers.ts'
import { createRouter } from '#electron/ipc/router.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import { StudioHost } from '#electron/studio/studio-host.ts'
import { BROWSER_SHELL } from '#electron/web/browser-shell.ts'
import { rendererFiles } from '#electron/web/renderer-page.ts'
import { openWebHost } from '#electron/web/web-host.ts'

/** The studio served from this process, so that a measurement can make things happen in it. */
export interface BenchHost {
  studio: StudioHost
  broadcast: Broadcast
  address: () => string
  close: () => Promise<void>
}

/** Serves the workspace as `e3 serve` does. */
export async function startHost(root: string): Promise<BenchHost> {
  const log = SILENT_LOGGER
  const broadcast = new Broadcast(log)
  const studio = new StudioHost({ studio: { root, processEnv: {} }, broadcast, kind: 'browser', version: '0', log })
  const handlers = allHandlers({ host: studio, shell: BROWSER_SHELL, broadcast, studio: () => studio.current() })
  const web = await openWebHost({
    host: '127.0.0.1',
    port: 0,
    password: null,
    page: rendererFiles(appFile('dist/renderer')),
    router: createRouter(handlers, log),
    broadcast,
    findMedia: (address) => studio.current().media.find(address),
    log,
  })
  await studio.start()
  return {
    studio,
    broadcast,
    address: () => web.address,
    close: async () => {
      await web.close()
      await studio.close()
    },
  }
}
