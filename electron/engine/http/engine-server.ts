import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { messageOf } from '#shared/models/app-error.ts'
import type { Logger } from '#electron/log/logger.ts'
import type { HttpFaults } from './http-faults.ts'
import { isAllowedOrigin } from './origin-rule.ts'
import { empty, serverError, text, tooLarge, type Reply } from './reply.ts'
import { BodyTooLarge } from './request-body.ts'

/** A request as routes see it. */
export interface EngineRequest {
  method: string
  /** Without `/api`. */
  path: string
  /** The last part of a path such as `/history/{id}`. */
  parameter: string
  query: URLSearchParams
  message: IncomingMessage
}

/** A route's answer to one method. */
export type Handler = (request: EngineRequest) => Reply | Promise<Reply>

/** What a path answers, by method; HEAD is answered by GET. */
export type RouteMethods = Readonly<Partial<Record<'GET' | 'POST', Handler>>>

/** Path → method → handler; a path that ends with `/*` takes one more part. */
export type Routes = ReadonlyMap<string, RouteMethods>

/** How long a refused upload may go on sending, so that its sender reads the answer. */
const LINGER_MS = 5_000

/** The HTTP side of the engine, on the loopback address. */
export class EngineServer {
  readonly #server: Server
  readonly #routes: Routes
  readonly #faults: HttpFaults
  readonly #logger: Logger
  readonly #maxBodyBytes: number

  constructor(options: { routes: Routes; faults: HttpFaults; logger: Logger; maxBodyBytes: number }) {
    this.#routes = options.routes
    this.#faults = options.faults
    this.#logger = options.logger
    this.#maxBodyBytes = options.maxBodyBytes
    this.#server = createServer({ keepAliveTimeout: 75_000 }, (message, response) => {
      this.#serve(message, response).catch((error: unknown) => {
        this.#logger.debug('A reply could not be sent', { reason: messageOf(error) })
        response.destroy()
      })
    })
  }

  /** For sockets to attach to. */
  get server(): Server {
    return this.#server
  }

  /** Listens and gives the port. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject)
        resolve((this.#server.address() as AddressInfo).port)
      })
    })
  }

  /** Ends at once: open requests and downloads are cut. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.#server.closeAllConnections()
    })
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(message.url ?? '/', 'http://127.0.0.1')
    const method = message.method ?? 'GET'
    const path = url.pathname.replace(/^\/api(?=\/)/, '')
    const reply = await this.#faults.reply(method, path, () => this.#answer(message, method, path, url.searchParams))
    if (reply === 'cut') response.destroy()
    else await send(message, response, reply)
  }

  async #answer(message: IncomingMessage, method: string, path: string, query: URLSearchParams): Promise<Reply> {
    if (!isAllowedOrigin(message.headers.host, message.headers.origin)) return empty(403)
    const found = this.#find(path)
    const isReading = method === 'GET' || method === 'HEAD'
    // ComfyUI serves its page's files under every other path, to GET and HEAD.
    if (!found) return isReading ? notFound() : notAllowed('GET,HEAD')
    const { handlers, parameter } = found
    const handler = isReading ? handlers.GET : method === 'POST' ? handlers.POST : undefined
    if (!handler) return notAllowed(Object.keys(handlers).join(','))
    try {
      return await handler({ method, path, parameter: decodeURIComponent(parameter), query, message })
    } catch (error) {
      if (error instanceof BodyTooLarge) return tooLarge(this.#maxBodyBytes)
      this.#logger.debug('A request failed', { method, path, reason: messageOf(error) })
      return serverError()
    }
  }

  #find(path: string): { handlers: RouteMethods; parameter: string } | null {
    const exact = this.#routes.get(path)
    if (exact) return { handlers: exact, parameter: '' }
    const slash = path.lastIndexOf('/')
    const handlers = slash < path.length - 1 ? this.#routes.get(`${path.slice(0, slash)}/*`) : undefined
    return handlers ? { handlers, parameter: path.slice(slash + 1) } : null
  }
}

async function send(message: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  const { status, headers = {}, body = '', file } = reply
  const length = file ? file.end - file.start + 1 : Buffer.byteLength(body)
  const hasLength = status !== 304
  response.writeHead(status, { ...headers, ...(hasLength ? { 'Content-Length': length } : {}) })
  if (message.method === 'HEAD' || !hasLength) response.end()
  else if (file && length > 0) await sendFile(response, file, reply.isCut ?? false)
  else response.end(body)
  if (!message.complete) linger(message)
}

async function sendFile(response: ServerResponse, file: NonNullable<Reply['file']>, isCut: boolean): Promise<void> {
  const end = isCut ? Math.floor((file.start + file.end) / 2) : file.end
  await pipeline(createReadStream(file.path, { start: file.start, end }), response, { end: !isCut })
  if (isCut) response.destroy()
}

/** Reads on for a while after an early answer; a closed connection would take the answer with it. */
function linger(message: IncomingMessage): void {
  const timer = setTimeout(() => message.destroy(), LINGER_MS)
  timer.unref()
  message.once('close', () => clearTimeout(timer))
  message.resume()
}

function notFound(): Reply {
  return { status: 404, headers: { 'Content-Type': 'application/octet-stream' } }
}

function notAllowed(allowed: string): Reply {
  return text(405, '405: Method Not Allowed', { Allow: allowed })
}
