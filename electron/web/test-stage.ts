import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { WebSocket } from 'ws'
import type { StudioEvent } from '#shared/contract/event.ts'
import { Broadcast } from '#electron/ipc/broadcast.ts'
import { allHandlers } from '#electron/ipc/handlers/all-handlers.ts'
import { createRouter } from '#electron/ipc/router.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import { prepareWorkspace } from '#electron/studio/prepare-workspace.ts'
import { StudioHost } from '#electron/studio/studio-host.ts'
import { BROWSER_SHELL } from './browser-shell.ts'
import { rendererFiles } from './renderer-page.ts'
import { openWebHost, type WebHost, type WebHostOptions } from './web-host.ts'

/** An answer as a test looks at it. */
export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  /** Of a reply that is refused. */
  code: string | undefined
}

/** A real studio in a new workspace, to be served; for tests. */
export async function openTestStage() {
  const root = await mkdtemp(join(tmpdir(), 'e3-web-'))
  const options = { root, env: 'alpha', processEnv: {} }
  await prepareWorkspace(options)
  const pageDir = join(root, 'page')
  await mkdir(join(pageDir, 'assets'), { recursive: true })
  await writeFile(join(pageDir, 'index.html'), '<!doctype html><title>The window</title>')
  await writeFile(join(pageDir, 'assets', 'app.js'), 'window.started = true')

  const broadcast = new Broadcast(SILENT_LOGGER)
  const studio = new StudioHost({ studio: options, broadcast, kind: 'browser', version: '1.2.3', log: SILENT_LOGGER })
  await studio.start()
  const context = { host: studio, shell: BROWSER_SHELL, broadcast, studio: () => studio.current() }
  const served: WebHost[] = []
  const serve = async (overrides: Partial<WebHostOptions> = {}): Promise<WebHost> => {
    const web = await openWebHost({
      host: '127.0.0.1',
      port: 0,
      password: null,
      page: rendererFiles(pageDir),
      router: createRouter(allHandlers(context), SILENT_LOGGER),
      broadcast,
      findMedia: (address) => studio.current().media.find(address),
      log: SILENT_LOGGER,
      ...overrides,
    })
    served.push(web)
    return web
  }
  const close = async () => {
    for (const web of served) await web.close()
    await studio.close()
    await rm(root, { recursive: true, force: true })
  }
  return { root, studio, broadcast, serve, close }
}

/** Sends what a browser would, and what it never would. */
export class TestBrowser {
  readonly origin: string
  readonly #web: WebHost
  #cookie = ''

  constructor(web: WebHost) {
    this.#web = web
    this.origin = `http://127.0.0.1:${web.port}`
  }

  get cookie(): string {
    return this.#cookie
  }

  /** Opens the printed address and keeps the cookie. */
  async signIn(): Promise<void> {
    const { headers } = await this.send('GET', this.#web.address.slice(this.origin.length))
    this.#cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  }

  /** A request with its target as it is, with our Host and nothing else that is not given. */
  send(
    method: string,
    target: string,
    headers: Record<string, string> = {},
    body: string | Uint8Array = '',
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port: this.#web.port, method, path: target, headers })
      request.once('error', reject)
      request.once('response', (response) => {
        text(response)
          .then((content) => {
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: content,
              code: codeIn(content),
            })
          })
          .catch(reject)
      })
      request.end(body)
    })
  }

  /** The same from the page, signed in. */
  get(target: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', target, { Cookie: this.#cookie, ...headers })
  }

  post(target: string, body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answer> {
    const own = { Cookie: this.#cookie, Origin: this.origin, 'Content-Type': 'application/json' }
    return this.send('POST', target, { ...own, ...headers }, body)
  }

  /** Listens as a window does. */
  listen(headers: Record<string, string> = {}, path = '/events'): TestWindow {
    const own = { Cookie: this.#cookie, Origin: this.origin }
    return new TestWindow(new WebSocket(`ws://127.0.0.1:${this.#web.port}${path}`, { headers: { ...own, ...headers } }))
  }
}

/** A window's line; for tests. */
export class TestWindow {
  readonly socket: WebSocket
  readonly events: StudioEvent[] = []
  /** The status of a line that was refused, 101 of one that stands. */
  readonly status: Promise<number>
  readonly closeCode: Promise<number>

  constructor(socket: WebSocket) {
    this.socket = socket
    this.status = new Promise((resolve) => {
      socket.once('open', () => resolve(101))
      socket.once('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0)
        response.destroy()
      })
    })
    this.closeCode = new Promise((resolve) => socket.once('close', resolve))
    socket.on('error', () => undefined)
    socket.on('message', (data: Buffer) => this.events.push(...(JSON.parse(data.toString()) as StudioEvent[])))
  }

  /** Settles when so many events have come. */
  async until(count: number): Promise<void> {
    while (this.events.length < count) await new Promise((resolve) => this.socket.once('message', resolve))
  }
}

function codeIn(content: string): string | undefined {
  try {
    return (JSON.parse(content) as { error?: { code: string } }).error?.code
  } catch {
    return undefined
  }
}
