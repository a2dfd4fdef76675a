import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import type { StudioEvent } from '#shared/contract/event.ts'
import { openEventStream } from './event-stream.ts'

let server: WebSocketServer | undefined

const listen = (port = 0): Promise<number> =>
  new Promise((resolve) => {
    server = new WebSocketServer({ port, host: '127.0.0.1' }, () => {
      resolve((server?.address() as AddressInfo).port)
    })
  })
const close = (): Promise<void> =>
  new Promise((resolve) => {
    for (const socket of server?.clients ?? []) socket.terminate()
    server?.close(() => resolve())
  })
afterEach(close)

/** Collects what is told; `until` waits for a state of it. */
function witness(port: number) {
  const told: (boolean | readonly StudioEvent[])[] = []
  let check: () => void = () => undefined
  const tell = (what: boolean | readonly StudioEvent[]): void => {
    told.push(what)
    check()
  }
  let wake: () => void = () => undefined
  openEventStream({
    url: `ws://127.0.0.1:${port}/events`,
    onEvents: tell,
    onConnection: tell,
    onLost: () => undefined,
    onWake: (retry) => (wake = retry),
  })
  const until = (isEnough: () => boolean) =>
    new Promise<void>((resolve) => {
      check = () => {
        if (isEnough()) resolve()
      }
      check()
    })
  return { told, until, wake: () => wake() }
}

const removed = (revision: number): StudioEvent => ({
  name: 'title.removed',
  key: 'pg1',
  revision,
  data: { bookId: 'pg1' },
})

test('passes events on, tells when the line is cut, and is back at once when the producer looks', async () => {
  const port = await listen()
  const { told, until, wake } = witness(port)
  server?.on('connection', (socket) => {
    socket.send('[]')
    socket.send(JSON.stringify([removed(1)]))
  })
  await until(() => told.length === 2)
  expect(told).toEqual([true, [removed(1)]])

  await close()
  await until(() => told.includes(false))
  await listen(port)
  server?.on('connection', (socket) => socket.send(JSON.stringify([removed(7)])))
  wake()
  await until(() => told.length === 5)
  expect(told.slice(2)).toEqual([false, true, [removed(7)]])
})

test('says that there is no line when the first try fails, and comes back by itself', async () => {
  const port = await listen()
  await close()
  const { told, until } = witness(port)
  await until(() => told.length === 1)
  expect(told).toEqual([false])
  await listen(port)
  await until(() => told.length === 2)
  expect(told).toEqual([false, true])
})
