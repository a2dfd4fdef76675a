import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEngine } from '#electron/engine/engine.ts'

/** A ComfyUI server beside the studio: the engine, with none of the node packs. */
export interface StandIn {
  url: string
  close: () => Promise<void>
}

/** With a token, one that lets nobody in without it. */
export async function startStandIn(token?: string): Promise<StandIn> {
  const dataDir = await mkdtemp(join(tmpdir(), 'e3-stand-in-'))
  const engine = await startEngine({ dataDir, workers: 1 })
  const door = token === undefined ? null : await openDoor(Number(new URL(engine.url).port), token)
  return {
    url: door === null ? engine.url : `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    close: async () => {
      door?.closeAllConnections()
      door?.close()
      await engine.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Passes on whatever comes with the token. */
async function openDoor(port: number, token: string): Promise<Server> {
  const isWelcome = ({ headers }: IncomingMessage) => headers.authorization === `Bearer ${token}`
  const door = createServer((incoming, outgoing) => {
    if (!isWelcome(incoming)) {
      outgoing.writeHead(401).end()
      return
    }
    const { method, url: path, headers } = incoming
    const inner = request({ host: '127.0.0.1', port, method, path, headers: { ...headers, host: `127.0.0.1:${port}` } })
    inner.on('response', (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(outgoing)
    })
    inner.on('error', () => outgoing.destroy())
    incoming.pipe(inner)
  })
  door.on('upgrade', (incoming, socket) => {
    if (!isWelcome(incoming)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
      return
    }
    const inner = connect(port, '127.0.0.1')
    const lines = Object.entries({ ...incoming.headers, host: `127.0.0.1:${port}` }).map((pair) => pair.join(': '))
    inner.write(`GET ${incoming.url ?? '/'} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    socket.pipe(inner).pipe(socket)
    inner.on('error', () => socket.destroy())
    socket.on('error', () => inner.destroy())
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  return door
}
