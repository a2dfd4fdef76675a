import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mediaAddress } from '#shared/contract/media.ts'
import { encodeMessage } from '#shared/contract/wire.ts'
import type { ImportItem } from '#shared/models/import-item.ts'
import { openTestStage, TestBrowser, type TestWindow } from './test-stage.ts'
import type { WebHost } from './web-host.ts'

const SAMPLE_BOOK = new URL('../../foundry/samples/six-fables.html', import.meta.url)

let stage: Awaited<ReturnType<typeof openTestStage>>
let web: WebHost
let browser: TestBrowser

beforeAll(async () => {
  stage = await openTestStage()
  web = await stage.serve({ limits: { mostBufferedBytes: 256 * 1024 } })
  browser = new TestBrowser(web)
  await browser.signIn()
})
afterAll(() => stage.close())

const close = async (...windows: TestWindow[]) => {
  for (const window of windows) window.socket.terminate()
  await Promise.all(windows.map(({ closeCode }) => closeCode))
}

test('takes a book as bytes and tells every window of it, in the same order and without a gap', async () => {
  const windows = [browser.listen(), browser.listen()]
  expect(await Promise.all(windows.map(({ status }) => status))).toEqual([101, 101])
  const { mediaType, body } = encodeMessage({ name: 'six-fables.html', bytes: await readFile(SAMPLE_BOOK) })
  const answer = await browser.post('/api/import.add', body, { 'Content-Type': mediaType })
  const { data: item } = JSON.parse(answer.text) as { data: ImportItem }
  expect(item).toMatchObject({ status: 'created' })

  const isTold = ({ events }: TestWindow) => events.some(({ name }) => name === 'title.changed')
  for (const window of windows) while (!isTold(window)) await window.until(window.events.length + 1)
  const [first = [], second = []] = windows.map(({ events }) => events)
  const shared = Math.min(first.length, second.length)
  expect(first.slice(0, shared)).toEqual(second.slice(0, shared))
  const revisions = first.map(({ revision }) => revision)
  expect(revisions).toEqual(revisions.map((_, index) => (revisions[0] ?? 0) + index))
  await close(...windows)
})

test('refuses a line without a session, at another address, or beyond what one studio shows', async () => {
  expect(await browser.listen({ Cookie: '' }).status).toBe(401)
  expect(await browser.listen({}, '/').status).toBe(404)
  const windows = Array.from({ length: 32 }, () => browser.listen())
  expect(new Set(await Promise.all(windows.map(({ status }) => status)))).toEqual(new Set([101]))
  expect(await browser.listen().status).toBe(503)
  await close(...windows)
})

test('takes only so many connections, whoever opens them', async () => {
  const small = await stage.serve({ limits: { mostConnections: 2 } })
  const sockets = [connect(small.port, '127.0.0.1'), connect(small.port, '127.0.0.1')]
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  const third = connect(small.port, '127.0.0.1')
  third.on('error', () => undefined)
  await once(third, 'close')
  for (const socket of sockets) socket.destroy()
})

test('cuts off a window that does not read, and goes on telling the others', async () => {
  const [deaf, awake] = [browser.listen(), browser.listen()]
  await Promise.all([deaf.status, awake.status])
  deaf.socket.pause()
  // More than the buffers of the network take by themselves.
  const [messages, text] = [20, 'x'.repeat(1_000_000)]
  for (let told = 1; told <= messages; told++) {
    stage.broadcast.publish('title.removed', told, { bookId: text })
    await awake.until(told)
  }
  deaf.socket.resume()
  expect(await deaf.closeCode).toBe(1006)
  expect(deaf.events.length).toBeLessThan(messages)
  stage.broadcast.publish('title.removed', 'last', { bookId: 'pg1' })
  await awake.until(messages + 1)
  await close(awake)
})

test('serves sounds whole and in ranges, as players ask for them', async () => {
  const sample = `/media/${mediaAddress.sample('narrator_001', '1')}`
  const whole = await browser.get(sample)
  expect(whole).toMatchObject({ status: 200, headers: { 'accept-ranges': 'bytes' } })
  const size = Number(whole.headers['content-length'])
  const part = await browser.get(sample, { Range: 'bytes=4-7' })
  expect(part).toMatchObject({ status: 206, headers: { 'content-range': `bytes 4-7/${size}`, 'content-length': '4' } })
  expect(await browser.get(sample, { Range: `bytes=${size}-` })).toMatchObject({ status: 416, text: '' })
  const head = await browser.send('HEAD', sample, { Cookie: browser.cookie })
  expect(head).toMatchObject({ status: 200, text: '', headers: { 'content-length': String(size) } })
})

test('closes in order: windows are told, open requests end, the port is free', async () => {
  const other = await stage.serve()
  const visitor = new TestBrowser(other)
  await visitor.signIn()
  const window = visitor.listen()
  await window.status
  await other.close()
  expect(await window.closeCode).toBe(1001)
  await (await stage.serve({ port: other.port })).close()
})
