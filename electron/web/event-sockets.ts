import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { StudioEvent } from '#shared/contract/event.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { Broadcast } from '#electron/ipc/broadcast.ts'

const MOST_SOCKETS = 32
/** Windows say nothing on this wire. */
const LARGEST_MESSAGE_BYTES = 1024
/** Tells a window that the wire still stands, and us whether the window does; the window gives up after two. */
const HEARTBEAT_MS = 15_000
const HEARTBEAT = '[]'
const GOING_AWAY = 1001

/** Sends the studio's events to every window that is open in a browser. */
export class EventSockets {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
  })
  readonly #broadcast: Broadcast
  readonly #mostBufferedBytes: number
  /** With whether it has answered the last ping. */
  readonly #sockets = new Map<WebSocket, boolean>()
  #unsubscribe: (() => void) | null = null
  readonly #heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS).unref()

  constructor(options: { broadcast: Broadcast; mostBufferedBytes: number }) {
    this.#broadcast = options.broadcast
    this.#mostBufferedBytes = options.mostBufferedBytes
  }

  /** Takes a window in whose sender was checked; throws `host.tooManyWindows`. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#sockets.size >= MOST_SOCKETS) {
      throw new AppError('host.tooManyWindows', `${MOST_SOCKETS} windows are open already. Close one of them.`)
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#open(webSocket))
  }

  /** Tells all windows that the studio goes away. */
  close(): void {
    clearInterval(this.#heartbeat)
    for (const socket of this.#sockets.keys()) socket.close(GOING_AWAY)
  }

  #open(socket: WebSocket): void {
    this.#sockets.set(socket, true)
    this.#unsubscribe ??= this.#broadcast.subscribe((events) => this.#tell(events))
    socket.on('pong', () => this.#sockets.set(socket, true))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      this.#sockets.delete(socket)
      if (this.#sockets.size > 0) return
      // Without a window nothing needs to be read or told.
      this.#unsubscribe?.()
      this.#unsubscribe = null
    })
  }

  #tell(events: readonly StudioEvent[]): void {
    const message = JSON.stringify(events)
    for (const socket of this.#sockets.keys()) this.#send(socket, message)
  }

  /** A window that does not read is cut off: it comes back and takes a snapshot, instead of filling our memory. */
  #send(socket: WebSocket, message: string): void {
    if (socket.bufferedAmount > this.#mostBufferedBytes) socket.terminate()
    else socket.send(message)
  }

  #beat(): void {
    for (const [socket, isAlive] of this.#sockets) {
      if (!isAlive) {
        socket.terminate()
        continue
      }
      this.#sockets.set(socket, false)
      socket.ping()
      this.#send(socket, HEARTBEAT)
    }
  }
}
