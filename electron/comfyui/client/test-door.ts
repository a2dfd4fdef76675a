import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'

export interface Asked {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

/** Answers by itself, or gives what is then sent as JSON. */
export type DoorAnswer = (asked: Asked, response: ServerResponse) => unknown

/** A hand-written server behind a real socket, which does what a test tells it to. */
export interface Door {
  url: string
  /** In the order of arrival. */
  asked: Asked[]
  /** By method and path without the query; the rest is 404. */
  answers: Record<string, DoorAnswer>
  sockets: WebSocketServer
  /** All that was handed to the network so far. */
  writtenBytes(): number
  /** The next WebSocket connection, with the wire below it. */
  nextSocket(): Promise<{ socket: WebSocket; wire: Socket; path: string; headers: IncomingMessage['headers'] }>
  close(): Promise<void>
}

/** Opens a server with an empty queue; with `tls` it speaks https. */
export async function openDoor(tls?: { key: string; cert: string }): Promise<Door> {
  const wires = new Set<Socket>()
  const asked: Asked[] = []
  const answers: Record<string, DoorAnswer> = { 'GET /queue': () => ({ queue_running: [], queue_pending: [] }) }
  const listener: RequestListener = (request, response) => void reply({ asked, answers }, request, response)
  const server = tls ? createSecureServer(tls, listener) : createServer(listener)
  const sockets = new WebSocketServer({ server })
  server.on('connection', (wire: Socket) => wires.add(wire))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    asked,
    answers,
    sockets,
    writtenBytes: () => [...wires].reduce((sum, wire) => sum + wire.bytesWritten, 0),
    nextSocket: async () => {
      const [socket, request] = (await once(sockets, 'connection')) as [WebSocket, IncomingMessage]
      return { socket, wire: request.socket, path: request.url ?? '', headers: request.headers }
    },
    close: async () => {
      for (const wire of wires) wire.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

async function reply(
  { asked, answers }: Pick<Door, 'asked' | 'answers'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let body = ''
  for await (const piece of request) body += String(piece)
  const { method = '', url: path = '', headers } = request
  const question = { method, path, headers, body }
  asked.push(question)
  const answer = answers[`${method} ${path.replace(/\?.*/, '')}`]
  if (!answer) return void response.writeHead(404).end()
  const value = await answer(question, response)
  if (value !== undefined) response.end(JSON.stringify(value))
}

/** Writes `piece` again and again, as fast as it is taken, until nobody listens any more. */
export async function writeForever(response: ServerResponse, piece: string | Buffer): Promise<void> {
  const pump = () => {
    while (!response.destroyed && response.write(piece));
  }
  response.on('drain', pump)
  pump()
  await once(response, 'close')
}
