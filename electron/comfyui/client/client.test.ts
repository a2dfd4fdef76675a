import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { ComfyClient } from './client.ts'
import type { ClientOptions } from './client.ts'

/** A server that says what a test wants it to: `answers` by method and path, everything else is unknown. */
interface Asked {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}
type Answer = (asked: Asked, response: ServerResponse) => unknown

let server: Server
let sockets: WebSocketServer
let asked: Asked[]
let answers: Record<string, Answer>
let url: string
let client: ComfyClient
let folder: string

const GRAPH = { '1': { class_type: 'Echo', inputs: {} } }
const DONE = {
  outputs: { '1': { files: [{ filename: 'a.txt', subfolder: 'x', type: 'output' }] } },
  status: { status_str: 'success', completed: true, messages: [] },
}
const historyOf = (id: string, entry: unknown = DONE) => ({ [id]: entry })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'e3-client-'))
  asked = []
  answers = { 'GET /queue': () => ({ queue_running: [], queue_pending: [] }) }
  server = createServer((request, response) => void reply(request, response))
  sockets = new WebSocketServer({ server })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  client.close()
  for (const socket of sockets.clients) socket.terminate()
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true })
})

async function reply(request: IncomingMessage, response: ServerResponse) {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const { method = '', url: path = '', headers } = request
  const question = { method, path, headers, body }
  asked.push(question)
  const answer = answers[`${method} ${path.replace(/\?.*/, '')}`]
  if (!answer) response.statusCode = 404
  const value = answer?.(question, response)
  if (!response.writableEnded && !response.destroyed) response.end(value === undefined ? '' : JSON.stringify(value))
}

function connect(options: Partial<ClientOptions> = {}): ComfyClient {
  client = new ComfyClient({ server: { url }, pollMs: 20, lostAfterMs: 40, ...options })
  return client
}

/** The first socket of the client, once it has said what it understands. */
async function socketOf(): Promise<{ send(type: string, data: unknown): void; path: string; close(): void }> {
  const [socket, request] = (await once(sockets, 'connection')) as [WebSocket, IncomingMessage]
  await once(socket, 'message')
  return {
    send: (type, data) => socket.send(JSON.stringify({ type, data })),
    path: request.url ?? '',
    close: () => socket.terminate(),
  }
}

test('talks to a server behind a path with the headers that it asks for', async () => {
  answers['GET /comfy/system_stats'] = () => ({ system: { comfyui_version: '0.38.1', argv: ['/secret'] }, devices: [] })
  answers['GET /comfy/queue'] = () => ({ queue_running: [], queue_pending: [] })
  answers['GET /comfy/api/jobs'] = () => ({ jobs: [] })
  connect({ server: { url: `${url}/comfy`, headers: { 'x-team': 'studio' }, bearer: 'secret' } })
  const [{ path }, facts] = await Promise.all([socketOf(), client.probe()])
  expect(facts).toEqual({ version: '0.38.1', hasJobsApi: true })
  expect(path).toMatch(/^\/comfy\/ws\?clientId=[0-9a-f-]{36}$/)
  for (const { headers } of asked) expect(headers).toMatchObject({ authorization: 'Bearer secret', 'x-team': 'studio' })
  for (const { headers } of asked) expect(headers).not.toHaveProperty('origin')
})

test('follows a prompt that it posted by its socket', async () => {
  const promptId = randomUUID()
  answers['POST /prompt'] = () => ({ prompt_id: promptId, number: 1, node_errors: {} })
  connect({ pollMs: 60_000 })
  const socket = await socketOf()
  await expect(client.submit(GRAPH, promptId)).resolves.toBe(promptId)
  const posted = JSON.parse(asked[0]!.body) as Record<string, unknown>
  expect(posted).toEqual({ prompt: GRAPH, prompt_id: promptId, client_id: socket.path.split('=')[1] })

  const told: unknown[] = []
  const outcome = client.track(promptId, {
    onStarted: () => told.push('started'),
    onProgress: (nodes) => told.push(nodes),
    onEnding: () => told.push('ending'),
  })
  socket.send('execution_start', { prompt_id: promptId })
  socket.send('progress_state', { prompt_id: promptId, nodes: { '1': { value: 1, max: 2 } } })
  socket.send('execution_start', { prompt_id: randomUUID() })
  answers[`GET /history/${promptId}`] = () => historyOf(promptId)
  socket.send('execution_success', { prompt_id: promptId })
  socket.send('executing', { node: null, prompt_id: promptId })
  await expect(outcome).resolves.toMatchObject({ kind: 'success', files: [{ filename: 'a.txt' }] })
  expect(told).toEqual(['started', 0.5, 'ending'])
})

test('uses a new client id for each connection', async () => {
  connect()
  const first = await socketOf()
  first.close()
  const second = await socketOf()
  expect(second.path).not.toBe(first.path)
})

test('leaves a connection that no longer answers pings', async () => {
  sockets.options.autoPong = false
  connect({ pingMs: 30 })
  const first = await socketOf()
  const second = await socketOf()
  expect(second.path).not.toBe(first.path)
})

test('believes a server that insists on its own prompt id', async () => {
  answers['POST /prompt'] = () => ({ prompt_id: 'theirs', number: 1, node_errors: {} })
  answers['GET /history/theirs'] = () => historyOf('theirs')
  connect()
  await expect(client.submit(GRAPH, randomUUID())).resolves.toBe('theirs')
  await expect(client.track('theirs')).resolves.toMatchObject({ kind: 'success' })
})

test('withdraws a prompt that was taken without all of its outputs', async () => {
  const promptId = randomUUID()
  const node = { class_type: 'Save', errors: [{ message: 'Return type mismatch', details: 'audio' }] }
  answers['POST /prompt'] = () => ({ prompt_id: promptId, node_errors: { '3': node } })
  answers['POST /queue'] = answers['POST /interrupt'] = () => undefined
  connect()
  await expect(client.submit(GRAPH, promptId)).rejects.toMatchObject({ code: 'job.invalid' })
  expect(asked.map(({ method, path, body }) => [method, path, body]).slice(2)).toEqual([
    ['POST', '/queue', JSON.stringify({ delete: [promptId] })],
    ['POST', '/interrupt', JSON.stringify({ prompt_id: promptId })],
  ])
})

test('refuses a prompt that was taken in part even when the server does not hear that it is withdrawn', async () => {
  const node = { class_type: 'Save', errors: [{ message: 'Return type mismatch', details: 'audio' }] }
  answers['POST /prompt'] = () => ({ prompt_id: 'theirs', node_errors: { '3': node } })
  answers['POST /queue'] = (_question, response) => void response.destroy()
  connect()
  await expect(client.submit(GRAPH, randomUUID())).rejects.toMatchObject({
    code: 'job.invalid',
    cause: expect.objectContaining({ code: 'server.noAnswer' }) as unknown,
  })
})

test('cancels through the jobs API where there is one', async () => {
  answers['GET /api/jobs'] = () => ({ jobs: [] })
  answers['POST /api/jobs/p/cancel'] = () => ({ cancelled: true })
  connect()
  await client.cancel('p')
  await client.cancel('p')
  const cancelled = '/api/jobs/p/cancel'
  expect(asked.map(({ path }) => path)).toEqual(['/api/jobs?limit=1', cancelled, cancelled])
})

test.each([400, 404, 405])('cancels in the older way once the jobs API answers %i', async (status) => {
  answers['GET /api/jobs'] = () => ({ jobs: [] })
  answers['POST /api/jobs/p/cancel'] = (_question, response) => void response.writeHead(status).end()
  answers['POST /queue'] = answers['POST /interrupt'] = () => undefined
  connect()
  await client.cancel('p')
  expect(asked.map(({ path }) => path).slice(-2)).toEqual(['/queue', '/interrupt'])
})

test('takes a page that answers everything for no jobs API', async () => {
  answers['GET /api/jobs'] = (_question, response) => void response.end('<html>')
  answers['POST /queue'] = answers['POST /interrupt'] = () => undefined
  connect()
  await client.cancel('p')
  expect(asked.map(({ path }) => path)).toEqual(['/api/jobs?limit=1', '/queue', '/interrupt'])
})

test.each([
  [401, '', 'server.forbidden'],
  [403, '', 'server.forbidden'],
  [407, '', 'server.forbidden'],
  [302, '', 'server.protocol'],
  [404, '404: Not Found', 'server.protocol'],
  [413, 'Maximum request body size 104857600 exceeded.', 'job.invalid'],
  [500, '500 Internal Server Error\n\nServer got itself in trouble', 'server.noAnswer'],
  [400, JSON.stringify({ error: { type: 'no_prompt', message: 'No prompt provided' } }), 'job.invalid'],
])('knows what a %i to a prompt means', async (status, text, code) => {
  answers['POST /prompt'] = (_question, response) => void response.writeHead(status).end(text)
  connect()
  const error: unknown = await client.submit(GRAPH, randomUUID()).catch((found: unknown) => found)
  expect(error).toMatchObject({ code })
  const [words = ''] = text.startsWith('{') ? ['No prompt provided'] : text.split('\n')
  expect((error as Error).message.startsWith(words)).toBe(true)
})

test('tells a server that is not there from one that broke off', async () => {
  connect()
  answers['POST /prompt'] = (_question, response) => void response.destroy()
  await expect(client.submit(GRAPH, randomUUID())).rejects.toMatchObject({ code: 'server.noAnswer' })
  client.close()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  connect()
  await expect(client.submit(GRAPH, randomUUID())).rejects.toMatchObject({ code: 'server.unreachable' })
  await expect(client.probe()).rejects.toThrow(/cannot be reached \(ECONNREFUSED\)/)
})

test('says of an address that nobody knows that it is written wrongly, and of a closed door what opens it', async () => {
  connect({ server: { url: 'http://gpu-bxo.invalid:8188' } })
  await expect(client.probe()).rejects.toThrow(/No machine of that name is known/)
  client.close()
  connect()
  answers['GET /queue'] = (_question, response) => void response.writeHead(401).end()
  await expect(client.probe()).rejects.toThrow(/asks for a login.*Give it an access token/)
})

test('finds a prompt lost only when it was absent twice, with history read after the queue', async () => {
  connect()
  answers['GET /history/p'] = () => ({})
  await expect(client.track('p')).resolves.toEqual({ kind: 'lost' })
  const paths = asked.map(({ path }) => path)
  expect(paths.slice(0, 3)).toEqual(['/history/p', '/queue', '/history/p'])
  expect(paths.filter((path) => path === '/queue').length).toBeGreaterThanOrEqual(2)
})

test('does not take an unanswered look for absence', async () => {
  connect()
  const troubles: unknown[] = []
  answers['GET /history/p'] = (_question, response) => {
    if (asked.length < 6) return void response.writeHead(502).end('Bad gateway')
    return historyOf('p')
  }
  const outcome = await client.track('p', { onTrouble: (error) => troubles.push(error) })
  expect(outcome.kind).toBe('success')
  expect(troubles[0]).toMatchObject({
    code: 'server.noAnswer',
    message: expect.stringMatching(/^Bad gateway/) as string,
  })
})

test('gives a server up that stays silent for too long', async () => {
  connect({ goneAfterMs: 50 })
  answers['GET /history/p'] = (_question, response) => void response.destroy()
  await expect(client.track('p')).rejects.toMatchObject({ code: 'server.noAnswer' })
})

test('waits longer for the result of a prompt that it saw than for one that nobody knows', async () => {
  connect({ lostAfterMs: 100 })
  let looks = 0
  answers['GET /history/p'] = () => (performance.now() - goneSinceMs > 250 ? historyOf('p') : {})
  let goneSinceMs = Infinity
  answers['GET /queue'] = () => {
    if (++looks === 1) return { queue_running: [[1, 'p', {}, {}, ['1']]], queue_pending: [] }
    goneSinceMs = Math.min(goneSinceMs, performance.now())
    return { queue_running: [], queue_pending: [] }
  }
  await expect(client.track('p')).resolves.toMatchObject({ kind: 'success' })
})

test('finds a prompt lost at once whose announced result a restart took', async () => {
  const promptId = randomUUID()
  answers['POST /prompt'] = () => ({ prompt_id: promptId, number: 1, node_errors: {} })
  // Without the restart it would be waited for for a minute.
  connect({ lostAfterMs: 2000, pollMs: 10 })
  const socket = await socketOf()
  await client.submit(GRAPH, promptId)
  let isRestarting = false
  answers[`GET /history/${promptId}`] = (_question, response) => {
    if (isRestarting) return {}
    socket.close()
    isRestarting = true
    return void response.destroy()
  }
  const outcome = client.track(promptId)
  socket.send('execution_success', { prompt_id: promptId })
  await expect(outcome).resolves.toEqual({ kind: 'lost' })
})

test('reads the NaN that ComfyUI puts into the graphs of nodes that always run', async () => {
  const raw = (value: unknown) => JSON.stringify(value).replaceAll('"NAN"', 'NaN')
  const graph = { '1': { class_type: 'Echo', inputs: { text: 'a NaN, "Infinity"' }, is_changed: ['NAN'] } }
  let looks = 0
  answers['GET /queue'] = (_question, response) =>
    void response.end(raw({ queue_running: [[1, 'p', graph, {}, ['1']]], queue_pending: [] }))
  answers['GET /history/p'] = (_question, response) =>
    void response.end(raw(++looks === 1 ? {} : { p: { ...DONE, prompt: [1, 'p', graph, {}, ['1']] } }))
  connect()
  const troubles: unknown[] = []
  const outcome = await client.track('p', { onTrouble: (error) => troubles.push(error) })
  expect(outcome).toMatchObject({ kind: 'success', files: [{ filename: 'a.txt' }] })
  expect(troubles).toEqual([])
})

test('does not take a login page for a history without the prompt', async () => {
  const pages = ['<html>Sign in</html>', '[]']
  answers['GET /history/p'] = (_question, response) =>
    void response.end(pages.shift() ?? JSON.stringify(historyOf('p')))
  connect()
  const troubles: unknown[] = []
  const outcome = await client.track('p', { onTrouble: (error) => troubles.push(error) })
  expect(outcome.kind).toBe('success')
  expect(troubles).toHaveLength(2)
  expect(troubles[0]).toMatchObject({ code: 'server.protocol' })
})

test('waits for a prompt that is in the queue and says when it runs', async () => {
  connect()
  answers['GET /history/p'] = () => ({})
  answers['GET /queue'] = () => {
    const place = asked.filter(({ path }) => path === '/queue').length
    const entry = [1, 'p', {}, {}, ['1']]
    if (place === 2) answers['GET /history/p'] = () => historyOf('p')
    return {
      queue_running: place === 2 ? [entry] : [[0, 'other', {}, {}, []]],
      queue_pending: place === 1 ? [entry] : [],
    }
  }
  let starts = 0
  await expect(client.track('p', { onStarted: () => starts++ })).resolves.toMatchObject({ kind: 'success' })
  expect(starts).toBe(1)
})

test('streams a file to the disk and notices when it came short', async () => {
  const bytes = Buffer.alloc(300_000, 'x')
  const file = { filename: 'a b.txt', subfolder: 'x\\y', type: 'output' }
  const path = join(folder, 'a.part')
  answers['GET /view'] = (_question, response) => void response.end(bytes)
  connect()
  await expect(client.download(file, path)).resolves.toEqual({ sizeBytes: bytes.length })
  expect((await readFile(path)).equals(bytes)).toBe(true)
  const query = new URL(asked[0]!.path, url).searchParams
  expect(Object.fromEntries(query)).toEqual(file)

  answers['GET /view'] = (_question, response) => {
    response.writeHead(200, { 'content-length': bytes.length })
    response.write(bytes.subarray(0, 1000), () => response.destroy())
  }
  await expect(client.download(file, path)).rejects.toMatchObject({ code: 'server.noAnswer' })
  answers['GET /view'] = (_question, response) => void response.writeHead(404).end()
  await expect(client.download(file, path)).rejects.toMatchObject({ code: 'file.missing' })
})

test('returns the name that an upload was given', async () => {
  answers['POST /upload/image'] = () => ({ name: 'voice (1).wav', subfolder: 'e3', type: 'input' })
  connect()
  const bytes = new Uint8Array([1, 2, 3])
  const name = `${createHash('sha256').update(bytes).digest('hex')}.wav`
  await expect(client.upload(bytes, { name, subfolder: 'e3' })).resolves.toBe('e3/voice (1).wav')
  expect(asked[0]!.body).toContain(`name="image"; filename="${name}"`)
})

test('refuses an address that is none', () => {
  connect()
  expect(() => new ComfyClient({ server: { url: 'localhost:8188' } })).toThrow('must begin with http')
  expect(() => new ComfyClient({ server: { url: 'my server' } })).toThrow('is not the address of a server')
})

test('does not take it for a restart that it left a deaf connection itself', async () => {
  const ids = [randomUUID(), randomUUID()]
  answers['POST /prompt'] = ({ body }) => ({ prompt_id: (JSON.parse(body) as { prompt_id: string }).prompt_id })
  connect({ lostAfterMs: 400, pollMs: 20 })
  await socketOf()
  let leftAtMs = Infinity
  for (const socket of sockets.clients) socket.once('close', () => (leftAtMs = performance.now()))
  // The first one shows that the socket is deaf while the second one's result is late.
  answers['GET /queue'] = () => ({ queue_running: [[1, ids[0], {}, {}, []]], queue_pending: [] })
  const isLateOver = () => performance.now() - leftAtMs > 600
  for (const id of ids) answers[`GET /history/${id}`] = () => (isLateOver() ? historyOf(id) : {})
  for (const id of ids) await client.submit(GRAPH, id)
  const outcomes = await Promise.all(ids.map((id) => client.track(id)))
  expect(outcomes.map(({ kind }) => kind)).toEqual(['success', 'success'])
})
