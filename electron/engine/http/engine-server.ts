import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { messageOf } from '#shared/models/app-error.ts'
import type { Logger } from '#electron/log/logger.ts'
import type { Dialect } from '../dialect.ts'
import type { HttpFaults } from './http-faults.ts'
import { isRefusedPage } from './origin-rule.ts'
import { empty, serverError, text, tooLarge, type Reply } from './reply.ts'
import { BodyTooLarge } from './request-body.ts'
import { findRoute, type Routes } from './route-table.ts'

/** What a server serves and how it speaks. */
export interface ServerOptions {
  routes: () => Routes
  dialect: () => Dialect
  faults: HttpFaults
  logger: Logger
  maxBodyBytes: number
}

/** How long a refused upload may go on sending, so that its sender reads the answer. */
const LINGER_MS = 5_000
/** Sockets included. */
const MAX_CONNECTIONS = 2000
/** A part of a body that does not end: blanks, which JSON allows before a value. */
const ENDLESS_PART = Buffer.alloc(64 * 1024, ' ')

/** The HTTP side of the engine, on the loopback address. */
export class EngineServer {
  readonly #server: Server
  readonly #options: ServerOptions

  constructor(options: ServerOptions) {
    this.#options = options
    this.#server = createServer({ keepAliveTimeout: 75_000 }, (message, response) => {
      this.#serve(message, response).catch((error: unknown) => {
        options.logger.debug('A reply could not be sent', { reason: messageOf(error) })
        response.destroy()
      })
    })
    this.#server.maxConnections = MAX_CONNECTIONS
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
    const reply = await this.#options.faults.reply(method, path, () => this.#answer(message, method, url))
    if (reply === 'cut') response.destroy()
    else if (reply === 'endless') await sendEndless(response)
    else if (reply !== 'never') await send(message, response, reply)
  }

  async #answer(message: IncomingMessage, method: string, url: URL): Promise<Reply> {
    if (isRefusedPage(message.headers, this.#options.dialect())) return empty(403)
    const routes = this.#options.routes()
    const path = url.pathname.replace(/^\/api(?=\/)/, '')
    const found = findRoute(routes, url.pathname, method) ?? findRoute(routes, path, method)
    // ComfyUI serves its page's files under every other path, to GET and HEAD.
    if (!found) return method === 'GET' || method === 'HEAD' ? notFound() : notAllowed(['GET', 'HEAD'])
    if ('allowed' in found) return notAllowed(found.allowed)
    try {
      return await found.handler({ method, path, parameter: found.parameter, query: url.searchParams, message })
    } catch (error) {
      if (error instanceof BodyTooLarge) return tooLarge(this.#options.maxBodyBytes)
      this.#options.logger.debug('A request failed', { method, path, reason: messageOf(error) })
      return serverError()
    }
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

function sendEndless(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' })
  const body = new Readable({ read: () => void body.push(ENDLESS_PART) })
  return pipeline(body, response)
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

function notAllowed(allowed: readonly string[]): Reply {
  return text(405, '405: Method Not Allowed', { Allow: allowed.join(',') })
}
