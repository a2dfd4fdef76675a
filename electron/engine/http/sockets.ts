import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { Faults } from '../faults.ts'
import { occurs } from '../faults.ts'
import { isRecord } from '../prompts/graph.ts'
import type { Postbox } from '../prompts/prompt-audience.ts'
import { isAllowedOrigin } from './origin-rule.ts'

/** What the sockets must ask the rest of the engine. */
export interface SocketHost {
  /** The data of a `status` message. */
  status(): object
  features(): object
  /** Nodes that run now for a client. */
  currentNodes(clientId: string): string[]
}

const MAX_MESSAGE_BYTES = 1024 * 1024
const SOCKET_PATHS = ['/ws', '/api/ws']

/** The WebSocket side: one socket a client id, messages in order, nothing kept for absent clients. */
export class Sockets implements Postbox {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, autoPong: false })
  readonly #clients = new Map<string, WebSocket>()
  readonly #wantsPreviewIds = new Set<string>()
  readonly #host: SocketHost
  readonly #faults: Faults

  constructor(server: Server, host: SocketHost, faults: Faults) {
    this.#host = host
    this.#faults = faults
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  send(clientId: string | null, message: object | Uint8Array): void {
    const payload = message instanceof Uint8Array ? message : JSON.stringify(message)
    if (clientId === null) {
      for (const socket of this.#clients.values()) this.#deliver(socket, payload)
      return
    }
    const socket = this.#clients.get(clientId)
    if (socket) this.#deliver(socket, payload)
  }

  wantsPreviewIds(clientId: string): boolean {
    return this.#wantsPreviewIds.has(clientId)
  }

  /** Cuts all sockets at once. */
  close(): void {
    for (const socket of this.#server.clients) socket.terminate()
    this.#server.close()
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const isAllowed = isAllowedOrigin(request.headers.host, request.headers.origin)
    if (!isAllowed || !SOCKET_PATHS.includes(url.pathname)) {
      refuse(socket, isAllowed ? '404 Not Found' : '403 Forbidden')
      return
    }
    const clientId = url.searchParams.get('clientId') ?? randomUUID().replaceAll('-', '')
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#connect(webSocket, clientId))
  }

  #connect(socket: WebSocket, clientId: string): void {
    this.#clients.set(clientId, socket)
    this.#wantsPreviewIds.delete(clientId)
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      const isLatest = this.#clients.get(clientId) === socket
      if (isLatest || this.#faults.silenceReusedClientIds) this.#clients.delete(clientId)
    })
    socket.on('ping', (data) => {
      if (!this.#faults.ignorePings) socket.pong(data)
    })
    socket.once('message', (data) => this.#readFlags(socket, clientId, data))
    this.#deliver(socket, JSON.stringify({ type: 'status', data: { ...this.#host.status(), sid: clientId } }))
    for (const node of this.#host.currentNodes(clientId)) {
      this.#deliver(socket, JSON.stringify({ type: 'executing', data: { node } }))
    }
  }

  /** Only a client's first message may announce features. */
  #readFlags(socket: WebSocket, clientId: string, data: RawData): void {
    const message = parse(data)
    if (message?.['type'] !== 'feature_flags') return
    const flags = message['data']
    if (isRecord(flags) && flags['supports_preview_metadata'] === true) this.#wantsPreviewIds.add(clientId)
    this.#deliver(socket, JSON.stringify({ type: 'feature_flags', data: this.#host.features() }))
  }

  #deliver(socket: WebSocket, payload: string | Uint8Array): void {
    if (this.#faults.deafSockets) return
    if (occurs(this.#faults, 'dropSockets')) {
      socket.terminate()
      return
    }
    if (occurs(this.#faults, 'unknownMessages')) {
      socket.send(JSON.stringify({ type: 'crystools.monitor', data: { cpu_utilization: 1 } }))
      socket.send(Buffer.from([0, 0, 0, 99, 1, 2, 3]))
    }
    socket.send(payload)
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
}

function parse(data: RawData): Record<string, unknown> | null {
  try {
    const message: unknown = JSON.parse((data as Buffer).toString('utf8'))
    return isRecord(message) ? message : null
  } catch {
    return null // ComfyUI ignores what it cannot read here.
  }
}
