import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import { backoffMs } from './backoff.ts'
import type { Http } from './http.ts'
import { readSocketMessage } from './socket-message.ts'
import type { SocketMessage } from './socket-message.ts'

export interface SocketOptions {
  http: Http
  onMessage: (message: SocketMessage) => void
  /** A connection opened or closed; `clientId` tells which. */
  onChange: () => void
  /** Between two pings, and the longest that one may stay unanswered. */
  pingMs?: number
}

const PING_MS = 15_000
const HANDSHAKE_MS = 10_000
const RECONNECT = { firstMs: 250, maxMs: 15_000 }
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024
const FEATURES = JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } })

/**
 * A server's WebSocket, kept open with backoff.
 *
 * Each connection has a client id of its own: a second socket with the same id falls silent when the first one closes.
 */
export class ServerSocket {
  readonly #options: SocketOptions
  #socket: WebSocket | null = null
  #clientId: string | null = null
  #retry: NodeJS.Timeout | undefined
  #failures = 0
  #isClosed = false

  constructor(options: SocketOptions) {
    this.#options = options
    this.#connect()
  }

  /** Of the open connection, else null. */
  get clientId(): string | null {
    return this.#clientId
  }

  /** Drops the connection, which has proved deaf, and opens another. */
  reconnect(): void {
    this.#socket?.terminate()
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#retry)
    this.#socket?.terminate()
  }

  #connect(): void {
    const { http, onMessage, onChange, pingMs = PING_MS } = this.#options
    const clientId = randomUUID()
    const socket = new WebSocket(http.socketUrl(clientId), {
      headers: http.headers,
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
    })
    this.#socket = socket
    let isAlive = true
    const pings = setInterval(() => {
      if (!isAlive) socket.terminate()
      else if (socket.readyState === WebSocket.OPEN) socket.ping()
      isAlive = false
    }, pingMs)
    socket.on('open', () => {
      socket.send(FEATURES)
      this.#clientId = clientId
      onChange()
    })
    socket.on('pong', () => (isAlive = true))
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      isAlive = true
      const message = isBinary ? null : readSocketMessage(data.toString())
      // A connection counts as good once it tells of a prompt: a deaf one is left for longer and longer.
      if (message && message.kind !== 'status') this.#failures = 0
      if (message) onMessage(message)
    })
    // `close` follows every error; why a socket failed does not matter, since history is the truth.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(pings)
      this.#clientId = null
      if (this.#isClosed) return
      this.#retry = setTimeout(() => this.#connect(), backoffMs(this.#failures++, RECONNECT))
      onChange()
    })
  }
}
