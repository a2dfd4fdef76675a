import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { Faults } from '../faults.ts'
import { isRecord } from '../prompts/graph.ts'
import type { Postbox } from '../prompts/prompt-audience.ts'
import { MessageLine } from './message-line.ts'
import { isRefusedPage } from './origin-rule.ts'

/** What the sockets must ask the rest of the engine. */
export interface SocketHost {
  /** The data of a `status` message. */
  status(): object
  features(): object
  /** Nodes that run now for a client. */
  currentNodes(clientId: string): string[]
}

interface Client {
  line: MessageLine
  wantsPreviewIds: boolean
}

const MAX_MESSAGE_BYTES = 1024 * 1024
const MAX_SOCKETS = 1000
const SOCKET_PATHS = ['/ws', '/api/ws']

/** The WebSocket side: one socket a client id, messages in order, nothing kept for absent clients. */
export class Sockets implements Postbox {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, autoPong: false })
  readonly #clients = new Map<string, Client>()
  readonly #host: SocketHost
  readonly #faults: Faults

  constructor(server: Server, host: SocketHost, faults: Faults) {
    this.#host = host
    this.#faults = faults
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  isHeard(clientId: string | null): boolean {
    return clientId === null ? this.#clients.size > 0 : this.#clients.has(clientId)
  }

  send(clientId: string | null, message: object | Uint8Array): void {
    if (!this.isHeard(clientId)) return
    const payload = message instanceof Uint8Array ? message : JSON.stringify(message)
    if (clientId !== null) this.#clients.get(clientId)?.line.send(payload)
    else for (const { line } of this.#clients.values()) line.send(payload)
  }

  wantsPreviewIds(clientId: string): boolean {
    return this.#clients.get(clientId)?.wantsPreviewIds ?? false
  }

  /** Cuts all sockets at once. */
  close(): void {
    for (const socket of this.#server.clients) socket.terminate()
    this.#server.close()
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Nobody else listens while a socket is neither HTTP any more nor a WebSocket yet.
    socket.on('error', () => socket.destroy())
    const [path = '', query = ''] = (request.url ?? '/').split('?')
    const refusal = this.#refusal(request, path)
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
      return
    }
    // An empty id counts as none.
    const clientId = new URLSearchParams(query).get('clientId') || randomUUID().replaceAll('-', '')
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#connect(webSocket, clientId))
  }

  #refusal({ headers }: IncomingMessage, path: string): string | null {
    if (isRefusedPage(headers, this.#faults.dialect)) return '403 Forbidden'
    if (!SOCKET_PATHS.includes(path)) return '404 Not Found'
    return this.#server.clients.size >= MAX_SOCKETS ? '503 Service Unavailable' : null
  }

  #connect(socket: WebSocket, clientId: string): void {
    const line = new MessageLine(socket, this.#faults)
    const client: Client = { line, wantsPreviewIds: false }
    this.#clients.set(clientId, client)
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      const isLatest = this.#clients.get(clientId) === client
      if (isLatest || this.#faults.silenceReusedClientIds) this.#clients.delete(clientId)
    })
    socket.on('ping', (data) => {
      if (!this.#faults.ignorePings) socket.pong(data)
    })
    socket.once('message', (data) => this.#readFlags(client, data))
    line.send(JSON.stringify({ type: 'status', data: { ...this.#host.status(), sid: clientId } }))
    for (const node of this.#host.currentNodes(clientId)) {
      line.send(JSON.stringify({ type: 'executing', data: { node } }))
    }
  }

  /** Only a client's first message may announce features. */
  #readFlags(client: Client, data: RawData): void {
    const message = parse(data)
    if (message?.['type'] !== 'feature_flags') return
    const flags = message['data']
    if (isRecord(flags) && flags['supports_preview_metadata'] === true) client.wantsPreviewIds = true
    client.line.send(JSON.stringify({ type: 'feature_flags', data: this.#host.features() }))
  }
}

function parse(data: RawData): Record<string, unknown> | null {
  try {
    const message: unknown = JSON.parse((data as Buffer).toString('utf8'))
    return isRecord(message) ? message : null
  } catch {
    return null // ComfyUI ignores what it cannot read here.
  }
}
