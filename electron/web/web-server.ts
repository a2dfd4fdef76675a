import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { decodeMessage } from '#shared/contract/wire.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { Broadcast } from '#electron/ipc/broadcast.ts'
import type { Router } from '#electron/ipc/router.ts'
import type { Logger } from '#electron/log/logger.ts'
import type { MediaFile } from '#electron/studio/media-files.ts'
import { openMedia } from '#electron/studio/media-reply.ts'
import { EventSockets } from './event-sockets.ts'
import { FrontDoor } from './front-door.ts'
import { checkSender, readTarget, type OwnAddress, type RequestHead } from './gate.ts'
import { contractReply, refusalReply, sendReply, type HttpReply } from './http-reply.ts'
import type { PasswordGate } from './password-gate.ts'
import type { PageFile } from './renderer-page.ts'
import { largestBodyBytes, readBody } from './request-body.ts'
import type { Sessions } from './sessions.ts'

/** What is served to those who may come in. */
export interface WebServices {
  page: ReadonlyMap<string, PageFile>
  router: Router
  broadcast: Broadcast
  /** Finds what is behind an address below `/media/`. */
  findMedia: (address: string) => Promise<MediaFile>
  log: Logger
  limits?: Partial<WebLimits>
}

/** What browsers may cost. */
export interface WebLimits {
  /** For the head of a request. */
  headMs: number
  bodyIdleMs: number
  mostConnections: number
  /** Of events that a window does not read. */
  mostBufferedBytes: number
}

/** Who may come in. */
export interface WebAccess {
  own: OwnAddress
  sessions: Sessions
  password: PasswordGate | null
  onAddressUsed: () => void
}

const LIMITS: WebLimits = {
  headMs: 5_000,
  bodyIdleMs: 20_000,
  mostConnections: 256,
  mostBufferedBytes: 8 * 1024 * 1024,
}
/** How long open requests may go on after `close`. */
const GRACE_MS = 1_000
const READS = ['GET', 'HEAD']

/** Answers each request in the same order: is it ours, who sent it, is he signed in, what does he want. */
export class WebServer {
  readonly #server: Server
  readonly #services: WebServices
  readonly #access: WebAccess
  readonly #limits: WebLimits
  readonly #door: FrontDoor
  readonly #events: EventSockets

  constructor(server: Server, services: WebServices, access: WebAccess) {
    this.#server = server
    this.#services = services
    this.#access = access
    this.#limits = { ...LIMITS, ...services.limits }
    this.#door = new FrontDoor(access)
    this.#events = new EventSockets({ broadcast: services.broadcast, ...this.#limits })
    server.maxConnections = this.#limits.mostConnections
    server.headersTimeout = this.#limits.headMs
    server.on('request', (request, response) => void this.#serve(request, response))
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  async close(): Promise<void> {
    this.#events.close()
    const grace = setTimeout(() => this.#server.closeAllConnections(), GRACE_MS)
    await new Promise((resolve) => {
      this.#server.close(resolve)
      this.#server.closeIdleConnections()
    })
    clearTimeout(grace)
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const reply = await this.#answer(request).catch((error: unknown) => {
        if (!(error instanceof AppError) && !request.destroyed) this.#logBug(error)
        return refusalReply(error)
      })
      await sendReply(request, response, reply)
    } catch (error) {
      // A browser that leaves in the middle is none of our failures.
      this.#services.log.debug('A reply was not sent', { reason: messageOf(error) })
      response.destroy()
    }
  }

  async #answer(request: IncomingMessage): Promise<HttpReply> {
    const head = headOf(request)
    checkSender(head, this.#access.own)
    const { path, query, search } = readTarget(request.url ?? '')
    const isSignedIn = this.#access.sessions.isOpen(request.headers.cookie)
    if (path === '/sign-in') return onlyFor(head, ['POST', ...READS], () => this.#door.signIn(request))
    if (path === '/') {
      const page = () => this.#door.knock(head, query.get('token'), isSignedIn) ?? this.#file('/index.html')
      return onlyFor(head, READS, page)
    }
    if (!isSignedIn) throw signedOut()
    if (path.startsWith('/api/')) return onlyFor(head, ['POST'], () => this.#call(request, path.slice('/api/'.length)))
    if (path.startsWith('/media/')) {
      const address = `${path.slice('/media/'.length)}${search}`
      return onlyFor(head, READS, () => this.#media(address, request.headers.range ?? null))
    }
    return onlyFor(head, READS, () => this.#file(path))
  }

  async #call(request: IncomingMessage, route: string): Promise<HttpReply> {
    const limits = { mostBytes: largestBodyBytes(route), idleMs: this.#limits.bodyIdleMs }
    const body = await readBody(request, limits)
    const input = decodeMessage(request.headers['content-type'] ?? '', body)
    return contractReply(await this.#services.router(route, input))
  }

  async #media(address: string, range: string | null): Promise<HttpReply> {
    try {
      return openMedia(await this.#services.findMedia(address), range)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      throw new AppError('media.unknown', 'There is nothing at this address.')
    }
  }

  #file(path: string): HttpReply {
    const file = this.#services.page.get(path)
    if (file === undefined) throw new AppError('page.unknown', 'There is nothing at this address.')
    // The build names these by their content.
    const cache = path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store'
    return { status: 200, headers: { 'Content-Type': file.mediaType, 'Cache-Control': cache }, body: file.bytes }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    try {
      checkSender(headOf(request), this.#access.own, true)
      if (readTarget(request.url ?? '').path !== '/events')
        throw new AppError('page.unknown', 'There are no events here.')
      if (!this.#access.sessions.isOpen(request.headers.cookie)) throw signedOut()
      this.#events.accept(request, socket, head)
    } catch (error) {
      if (!(error instanceof AppError)) this.#logBug(error)
      const { status, body = '' } = refusalReply(error)
      const length = Buffer.byteLength(body)
      socket.end(
        `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${String(body)}`,
      )
    }
  }

  #logBug(error: unknown): void {
    this.#services.log.error('A request of a browser failed unexpectedly', { error })
  }
}

function headOf({ method = '', headers }: IncomingMessage): RequestHead {
  const text = (name: string) => {
    const value = headers[name]
    return typeof value === 'string' ? value : undefined
  }
  return {
    method,
    host: headers.host,
    origin: headers.origin,
    fetchSite: text('sec-fetch-site'),
    fetchMode: text('sec-fetch-mode'),
  }
}

function onlyFor(
  { method }: RequestHead,
  allowed: readonly string[],
  answer: () => HttpReply | Promise<HttpReply>,
): HttpReply | Promise<HttpReply> {
  if (allowed.includes(method)) return answer()
  const refused = refusalReply(new AppError('request.badMethod', `This address takes ${allowed.join(' or ')} only.`))
  return { ...refused, headers: { ...refused.headers, Allow: allowed.join(', ') } }
}

function signedOut(): AppError {
  const message =
    'This browser is not signed in. Open the newest address that the studio has printed where it was started.'
  return new AppError('host.signedOut', message)
}
