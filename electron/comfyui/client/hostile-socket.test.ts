import { once } from 'node:events'
import type { Socket } from 'node:net'
import { deflateRawSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { Http } from './http.ts'
import { ServerSocket } from './socket.ts'
import type { SocketMessage } from './socket-message.ts'
import { openDoor } from './test-door.ts'
import type { Door } from './test-door.ts'

const MIB = 1024 * 1024
const TEXT = 0x81
const BINARY = 0x82
const PING = 0x89
const COMPRESSED = 0x40
const UNENDED = 0x02
const CONTINUED = 0x00
/** What the kernel and the streams on both sides may hold beyond what was read. */
const BUFFERED_BYTES = 16 * MIB

let door: Door
let http: Http
let socket: ServerSocket
let heard: SocketMessage[]

beforeEach(async () => {
  door = await openDoor()
  http = new Http({ url: door.url })
  heard = []
})
afterEach(async () => {
  socket.close()
  http.close()
  await door.close()
})

async function connect(pingMs = 60_000) {
  socket = new ServerSocket({ http, onMessage: (message) => heard.push(message), onChange: () => undefined, pingMs })
  const connection = await door.nextSocket()
  await once(connection.socket, 'message')
  return connection
}

/** A server's frame with any length in its head, however many bytes follow. */
function frame(type: number, payload: Buffer, length = payload.length): Buffer {
  const head = Buffer.alloc(10)
  head[0] = type
  head[1] = 127
  head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}

/** Writes until the other side has hung up. */
async function flood(wire: Socket, bytes: Buffer): Promise<void> {
  const pump = () => {
    while (!wire.destroyed && wire.write(bytes));
  }
  wire.on('drain', pump)
  wire.on('error', () => undefined)
  pump()
  await expect.poll(() => wire.destroyed).toBe(true)
}

/** Many at a time, for speed. */
function many(bytes: Buffer): Buffer {
  return Buffer.concat(Array.from({ length: 1000 }, () => bytes))
}

const STATUS = Buffer.from('{"type":"status","data":{}}')
const LONG = Buffer.from(`{"type":"x","data":{"x":"${'x'.repeat(MIB / 2)}"}}`)

test.each([
  ['announces a frame of 1 GB', frame(BINARY, Buffer.alloc(65_536), 1024 * MIB), 0],
  ['announces a frame of 2^62 bytes', frame(TEXT, Buffer.alloc(10), 2 ** 62), 0],
  ['sends text that is none', frame(TEXT, Buffer.from([0x7b, 0xff, 0xfe, 0x7d])), 0],
  ['sends a packed frame that nobody asked for', frame(TEXT | COMPRESSED, deflateRawSync(Buffer.alloc(8 * MIB))), 0],
  ['never ends a message', frame(CONTINUED, Buffer.alloc(MIB)), 32 * MIB],
  ['floods us with messages', many(frame(TEXT, STATUS)), MIB],
  ['floods us with long messages', frame(TEXT, LONG), 21 * MIB],
  ['floods us with pings', many(Buffer.from([PING, 0])), MIB],
])('hangs up on a server that %s', async (_what, bytes, readBytes) => {
  const { wire } = await connect()
  if (bytes[0] === CONTINUED) wire.write(frame(UNENDED, Buffer.alloc(1)))
  await flood(wire, bytes)
  expect(wire.bytesWritten).toBeLessThan(readBytes + BUFFERED_BYTES)
  await expect.poll(() => socket.clientId).toBeNull()
})

test('comes back under another name after it hung up', async () => {
  const first = await connect()
  first.wire.write(frame(BINARY, Buffer.alloc(10), 1024 * MIB))
  const second = await door.nextSocket()
  expect(second.path).not.toBe(first.path)
})

test('reads no message that is too long to be one of use, and hears the next', async () => {
  const { socket: server } = await connect()
  server.send(JSON.stringify({ type: 'execution_error', data: { prompt_id: 'long', text: 'x'.repeat(2 * MIB) } }))
  server.send(Buffer.alloc(5 * MIB))
  server.send(JSON.stringify({ type: 'executing', data: { node: null, prompt_id: 'p' } }))
  await expect.poll(() => heard).toEqual([{ kind: 'ended', promptId: 'p' }])
})

test('answers pings', async () => {
  const { socket: server } = await connect()
  server.ping('here')
  const [pong] = (await once(server, 'pong')) as [Buffer]
  expect(pong.toString()).toBe('here')
})

test('stays with a server that is silent and answers pings', async () => {
  const { socket: server } = await connect(20)
  let pings = 0
  server.on('ping', () => pings++)
  await expect.poll(() => pings).toBeGreaterThan(5)
  expect(server.readyState).toBe(WebSocket.OPEN)
  expect(socket.clientId).not.toBeNull()
})

test('follows no redirect of its handshake', async () => {
  const elsewhere = await openDoor()
  let attempts = 0
  door.sockets.options.verifyClient = (_info, answer) => {
    attempts++
    answer(false, 302, 'Found', { location: elsewhere.url })
  }
  elsewhere.sockets.options.verifyClient = () => {
    throw new Error('It went where it was sent.')
  }
  socket = new ServerSocket({ http, onMessage: () => undefined, onChange: () => undefined })
  await expect.poll(() => attempts, { timeout: 5000 }).toBe(2)
  expect(elsewhere.asked).toEqual([])
  await elsewhere.close()
})
