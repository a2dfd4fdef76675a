import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { appFile } from '#electron/config/app-files.ts'
import { environmentOf, openWorkspace, workspaceRoot } from '#electron/config/workspace.ts'
import { Broadcast } from '#electron/ipc/broadcast.ts'
import { allHandlers } from '#electron/ipc/handlers/all-handlers.ts'
import { createRouter } from '#electron/ipc/router.ts'
import { currentLog } from '#electron/log/current-log.ts'
import { createLogger } from '#electron/log/logger.ts'
import type { StudioOptions } from '#electron/studio/open-studio.ts'
import { prepareIfNew } from '#electron/studio/prepare-workspace.ts'
import { StudioHost } from '#electron/studio/studio-host.ts'
import { BROWSER_SHELL } from '#electron/web/browser-shell.ts'
import { rendererFiles } from '#electron/web/renderer-page.ts'
import { isLoopback, openWebHost, type WebHost, type WebHostOptions } from '#electron/web/web-host.ts'
import { buildWindow } from '../build-window.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { oneLine } from '../failure.ts'
import { interruptible } from '../interruption.ts'
import { openInBrowser } from '../open-in-browser.ts'

interface ServeRequest {
  host?: string
  port?: number
  open?: true
}

const LOOPBACK = '127.0.0.1'
/** Easy to remember, used by little else; any other port when it is taken and none was asked for. */
const USUAL_PORT = 8787

/** `e3 serve`: the window for a browser, with the agent at work behind it, until Ctrl-C, its normal end. */
export function serve(context: CommandContext, request: ServeRequest): Promise<CommandResult> {
  return interruptible(
    context,
    (signal) => serveUntil(signal, context, request),
    () => 'Stopped. Go on with: e3 serve',
  )
}

async function serveUntil(
  signal: AbortSignal,
  { studio: options, stderr, announce }: CommandContext,
  request: ServeRequest,
): Promise<CommandResult> {
  const say = (line: string) => stderr.write(`${line}\n`)
  await Promise.all([buildWindow(stderr), prepareIfNew(options)])
  const root = workspaceRoot(options)
  const env = environmentOf(root, options)
  const ownLog = createLogger({ file: join(root, 'logs', 'e3_serve.log'), level: 'info', module: 'web' })
  const log = currentLog(() => (studio.status().phase === 'open' ? studio.current().log.child('web') : ownLog))
  const broadcast = new Broadcast(log)
  const studio = new StudioHost({
    studio: { ...options, root, env },
    broadcast,
    kind: 'browser',
    version: versionOf(),
    log,
  })
  const handlers = allHandlers({ host: studio, shell: BROWSER_SHELL, broadcast, studio: () => studio.current() })
  const web = await listen(request, {
    page: rendererFiles(appFile('dist/renderer')),
    router: createRouter(handlers, log),
    broadcast,
    findMedia: (address) => studio.current().media.find(address),
    log,
    password: passwordOf(options, request.host ?? LOOPBACK),
    onAddressUsed: () => say(`For another browser: ${web.address}`),
  })
  try {
    const { address: url, port } = web
    announce({ url, port, pid: process.pid, env }, [url])
    if (request.port === undefined && port !== USUAL_PORT) say(`Port ${USUAL_PORT} is taken: this is port ${port}.`)
    say('Open this address in a browser; it signs in one. Ctrl-C stops the studio.')
    await studio.start()
    const { failure, warnings } = studio.status()
    for (const warning of warnings) say(warning)
    if (failure !== null)
      say(`${env} could not be opened: ${oneLine(failure.message)} The window can open the other environment.`)
    if (request.open && !(await openInBrowser(url))) say('No browser could be started here.')
    await aborted(signal)
  } finally {
    await web.close()
    await studio.close()
    await ownLog.close()
  }
  return { document: {}, lines: [] }
}

/** Takes the port that was asked for or fails; without one the usual port, else any. */
async function listen(
  { host = LOOPBACK, port }: ServeRequest,
  options: Omit<WebHostOptions, 'host' | 'port'>,
): Promise<WebHost> {
  try {
    return await openWebHost({ ...options, host, port: port ?? USUAL_PORT })
  } catch (error) {
    const isTaken = error instanceof AppError && error.code === 'host.portTaken'
    if (!isTaken || port !== undefined) throw error
    return openWebHost({ ...options, host, port: 0 })
  }
}

/** A configuration that cannot be read is told by the window, where it protects nobody. */
function passwordOf(options: StudioOptions, host: string): string | null {
  try {
    return openWorkspace(options).config.web.password ?? null
  } catch (error) {
    if (isLoopback(host) && error instanceof AppError) return null
    throw error
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function versionOf(): string {
  return (JSON.parse(readFileSync(appFile('package.json'), 'utf8')) as { version: string }).version
}
