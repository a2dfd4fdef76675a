import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import { backoffMs } from './backoff.ts'
import { FloodGauge } from './flood-gauge.ts'
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
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024
/** Longer messages carry graphs and pictures: what we need to know follows in a short one, or stands in history. */
const MAX_READ_BYTES = 1024 * 1024
/** After a flood the connection is left alone for as long as after so many failures. */
const FLOOD_FAILURES = 6
/** Pongs that the server does not take are not piled up. */
const MAX_UNSENT_BYTES = 64 * 1024
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

  /** Ends a wait before the next connection: the server is known to answer. */
  connectNow(): void {
    if (this.#retry === undefined || this.#isClosed) return
    clearTimeout(this.#retry)
    this.#retry = undefined
    this.#connect()
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
      autoPong: false,
      ca: http.certificates,
    })
    this.#socket = socket
    const flood = new FloodGauge()
    let isAlive = true
    let pings: NodeJS.Timeout | undefined
    /** False when the server sends more than anybody can want to hear: its connection is dropped. */
    const isBearable = (bytes: number) => {
      isAlive = true
      if (!flood.isReachedBy(bytes)) return true
      this.#failures = Math.max(this.#failures, FLOOD_FAILURES)
      socket.terminate()
      return false
    }
    socket.on('open', () => {
      pings = setInterval(() => {
        if (isAlive) socket.ping()
        else socket.terminate()
        isAlive = false
      }, pingMs)
      socket.send(FEATURES)
      this.#clientId = clientId
      onChange()
    })
    socket.on('pong', (data: Buffer) => void isBearable(data.length))
    socket.on('ping', (data: Buffer) => {
      if (isBearable(data.length) && socket.bufferedAmount < MAX_UNSENT_BYTES) socket.pong(data)
    })
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (!isBearable(isBinary ? 0 : data.length) || isBinary || data.length > MAX_READ_BYTES) return
      const message = readSocketMessage(data.toString())
      // A connection counts as good once it tells of a prompt: a deaf one is left for longer and longer.
      if (message && message.kind !== 'status') this.#failures = 0
      if (message) onMessage(message)
    })
    // Why a socket failed does not matter, since history is the truth; a hostile server would not let it close in peace.
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clearInterval(pings)
      this.#clientId = null
      if (this.#isClosed) return
      this.#retry = setTimeout(() => this.connectNow(), backoffMs(this.#failures++, RECONNECT))
      onChange()
    })
  }
}
