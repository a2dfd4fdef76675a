import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGzip, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BODY_LIMIT_BYTES } from './bounded-body.ts'
import { ComfyClient } from './client.ts'
import { downloadFile } from './download.ts'
import { Http } from './http.ts'
import { readServerLoad } from './server-load.ts'
import { openDoor, writeForever } from './test-door.ts'
import type { Door } from './test-door.ts'

const GRAPH = { '1': { class_type: 'Echo', inputs: {} } }
const BYTES = { name: 'a.wav', subfolder: 'e3' }
/** What the kernel and the streams on both sides may hold beyond what was read. */
const BUFFERED_BYTES = 16 * 1024 * 1024
const SECRET = 'hunter2-secret'

let door: Door
let client: ComfyClient
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'e3-hostile-'))
  door = await openDoor()
  client = new ComfyClient({ server: { url: door.url, bearer: SECRET }, pollMs: 10, lostAfterMs: 20, goneAfterMs: 30 })
})
afterEach(async () => {
  client.close()
  await door.close()
  await rm(folder, { recursive: true })
})

/** Each question that a client has, with the route that it is put to. */
const QUESTIONS: Record<string, { route: string; limit: number; ask: () => Promise<unknown> }> = {
  probe: { route: 'GET /queue', limit: BODY_LIMIT_BYTES.queue, ask: () => client.probe() },
  ping: { route: 'GET /prompt', limit: BODY_LIMIT_BYTES.small, ask: () => client.ping() },
  submit: { route: 'POST /prompt', limit: BODY_LIMIT_BYTES.prompt, ask: () => client.submit(GRAPH, 'p') },
  track: { route: 'GET /history/p', limit: BODY_LIMIT_BYTES.history, ask: () => client.track('p') },
  describe: {
    route: 'GET /object_info/Echo',
    limit: BODY_LIMIT_BYTES.nodeClass,
    ask: () => client.describeClass('Echo'),
  },
  upload: {
    route: 'POST /upload/image',
    limit: BODY_LIMIT_BYTES.small,
    ask: () => client.upload(new Uint8Array(10), BYTES),
  },
  free: { route: 'POST /free', limit: BODY_LIMIT_BYTES.small, ask: () => client.free({ unloadModels: true }) },
  load: {
    route: 'GET /queue',
    limit: BODY_LIMIT_BYTES.queue,
    ask: () => readServerLoad({ url: door.url }, 10_000),
  },
}
const download = (options: Parameters<typeof downloadFile>[3] = {}, filename = 'a.flac') =>
  downloadFile(
    new Http({ url: door.url, bearer: SECRET }),
    { filename, subfolder: '', type: 'output' },
    join(folder, 'a.part'),
    options,
  )
const thrownBy = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

test.each(Object.keys(QUESTIONS))('reads no more than it wants of an answer that never ends: %s', async (name) => {
  const { route, limit, ask } = QUESTIONS[name]!
  door.answers[route] = (_asked, response) => writeForever(response, '[1,2,3],'.repeat(8192))
  const error = await thrownBy(ask())
  expect(error).toMatchObject({ code: name === 'submit' ? 'server.noAnswer' : 'server.protocol' })
  expect((error as Error).message).toMatch(/answered \/\w+ with more than \d+ MB\. Is it a ComfyUI server\?$/)
  const times = door.asked.filter(({ method, path }) => `${method} ${path}` === route).length
  expect(door.writtenBytes()).toBeLessThan(times * (limit + BUFFERED_BYTES))
})

test('reads no more than it wants of 2 GB that were announced', async () => {
  door.answers['GET /queue'] = (_asked, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 2 * 1024 ** 3 })
    return writeForever(response, ' '.repeat(65_536))
  }
  await expect(readServerLoad({ url: door.url }, 10_000)).rejects.toMatchObject({ code: 'server.protocol' })
  expect(door.writtenBytes()).toBeLessThan(BODY_LIMIT_BYTES.queue + BUFFERED_BYTES)
})

test('unpacks no more than it wants of a compressed answer', async () => {
  door.answers['GET /queue'] = async (_asked, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' })
    const zip = createGzip()
    zip.pipe(response)
    response.once('close', () => zip.destroy())
    while (!zip.destroyed) await new Promise((resolve) => zip.write(Buffer.alloc(65_536, ' '), resolve))
  }
  await expect(readServerLoad({ url: door.url }, 20_000)).rejects.toMatchObject({ code: 'server.protocol' })
  door.answers['GET /queue'] = (_asked, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' })
    response.end(gzipSync('{"queue_running": [], "queue_pending": [[]]}'))
  }
  await expect(readServerLoad({ url: door.url }, 20_000)).resolves.toMatchObject({ queue: { pending: 1 } })
})

test('reads the words of an error however long its page is', async () => {
  door.answers['GET /queue'] = (_asked, response) => {
    response.writeHead(502)
    return writeForever(response, `<html><head><title>502 Bad\n Gateway ${SECRET}</title>`.padEnd(65_536))
  }
  await expect(client.probe()).rejects.toThrow('502 Bad Gateway … (502 of 127.0.0.1:')
})

test('follows no redirect, and says where it leads without what is secret', async () => {
  const elsewhere = await openDoor()
  for (const { route, ask } of Object.values(QUESTIONS)) {
    const location = `${elsewhere.url.replace('//', `//user:${SECRET}@`)}/login/start?token=${SECRET}#${SECRET}`
    door.answers[route] = (_asked, response) => void response.writeHead(302, { location }).end()
    const error = await thrownBy(ask())
    expect(error).toMatchObject({ code: 'server.forbidden' })
    expect((error as Error).message).toContain(`sends us on to ${elsewhere.url}/login/start (302)`)
    expect(JSON.stringify(error) + String(error)).not.toContain(SECRET)
  }
  expect(elsewhere.asked).toEqual([])
  await elsewhere.close()
})

test.each([
  ['/queue', 'server.protocol', /to http:\/\/127\.0\.0\.1:\d+\/queue \(307\).*Use the address at which/],
  ['https://studio.example/queue', 'server.protocol', /to https:\/\/studio\.example\/queue .*Use https:\/\//],
  ['javascript:alert(1)', 'server.protocol', /to another place \(307\)/],
  [undefined, 'server.protocol', /to another place \(307\)/],
  ['https://sso.example/', 'server.forbidden', /wants a login/],
])('takes a redirect to %s for what it is', async (location, code, message) => {
  door.answers['GET /queue'] = (_asked, response) =>
    void response.writeHead(307, location === undefined ? {} : { location }).end()
  const error = await thrownBy(client.probe())
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string })
  expect(door.asked.filter(({ path }) => path === '/queue')).toHaveLength(1)
})

test('waits for a dripping answer no longer than for a silent one', async () => {
  const hasty = new Http({ url: door.url }, 100)
  door.answers['GET /queue'] = (_asked, response) => {
    const drops = setInterval(() => response.write(' '), 5)
    response.once('close', () => clearInterval(drops))
  }
  await expect(hasty.text('queue')).rejects.toMatchObject({
    code: 'server.noAnswer',
    message: expect.stringContaining('did not answer in time') as string,
  })
})

test('tells a web page from an answer, and does not mind the content type', async () => {
  door.answers['GET /queue'] = (_asked, response) =>
    void response.setHeader('content-type', 'application/json').end('<!doctype html><title>Welcome</title>')
  await expect(client.probe()).rejects.toThrow(/answered \/queue with a web page\. Is it a ComfyUI server\?/)
  door.answers['GET /queue'] = (_asked, response) =>
    void response.setHeader('content-type', 'text/html').end('\uFEFF{"queue_running":[],"queue_pending":[]}')
  await expect(client.probe()).resolves.toMatchObject({ hasJobsApi: false })
})

test.each(['\0\0\0\0 not HTTP', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`, 'SSH-2.0-OpenSSH_9\r\n'])(
  'says so when something else than a web server answers: %j',
  async (words) => {
    const port = createServer((socket) => socket.on('error', () => undefined).end(words))
    await new Promise<void>((resolve) => port.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(port.address() as AddressInfo).port}`
    await expect(readServerLoad({ url }, 5000)).rejects.toMatchObject({
      code: 'server.protocol',
      message: expect.stringContaining('does not answer as a web server does') as string,
    })
    port.close()
  },
)

test.each([{ a: 1 }, 'x'.repeat(1_000_000), '../../queue', '', 5, 'a b', '..', null])(
  'takes no prompt id that could be anything else: %j',
  async (prompt_id) => {
    door.answers['POST /prompt'] = () => ({ prompt_id, number: 1, node_errors: {} })
    await expect(client.submit(GRAPH, randomUUID())).rejects.toMatchObject({ code: 'server.noAnswer' })
    expect(door.asked.map(({ path }) => path)).toEqual(['/prompt'])
  },
)

test('looks a prompt up whose post was answered with a page, a fragment or nothing', async () => {
  for (const words of ['<html>', '{"prompt_id":', '', '[]']) {
    door.answers['POST /prompt'] = (_asked, response) => void response.end(words)
    await expect(client.submit(GRAPH, randomUUID())).rejects.toMatchObject({ code: 'server.noAnswer' })
  }
})

test('keeps to the routes of a server, whatever a prompt is called', async () => {
  await client.track('../free?x=#/é').catch(() => undefined)
  const paths = door.asked.map(({ path }) => path).filter((path) => path !== '/queue')
  expect(new Set(paths)).toEqual(new Set([`/history/${encodeURIComponent('../free?x=#/é')}`]))
})

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'does not find the class %s where nobody has described it',
  async (name) => {
    door.answers[`GET /object_info/${name}`] = () => ({})
    await expect(client.describeClass(name)).resolves.toBeNull()
    door.answers[`GET /object_info/${name}`] = (_asked, response) =>
      void response.end(`{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}`)
    await client.describeClass(name)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  },
)

test('is told of thousands of files and does not fetch them', async () => {
  const images = Array.from({ length: 100_000 }, (_, index) => ({ filename: `${index}.png`, type: 'output' }))
  door.answers['GET /history/p'] = () => ({ p: { outputs: { '1': { images } }, status: { completed: true } } })
  await expect(client.track('p')).resolves.toMatchObject({ kind: 'failed' })
})

test('reads a history of absurd depth and of one endless string', async () => {
  const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000)
  door.answers['GET /history/p'] = (_asked, response) => void response.end(`{"p": {"outputs": {"1": {"a": ${deep}}}}}`)
  await expect(client.track('p')).resolves.toMatchObject({ kind: 'success', files: [] })
  const text = 'x'.repeat(5_000_000)
  door.answers['GET /history/p'] = () => ({ p: { outputs: { '1': { text: [text, 'short'] } } } })
  await expect(client.track('p')).resolves.toMatchObject({ kind: 'success', texts: ['short'] })
})

test('gives up a file that never ends, and one that announces to be larger than any', async () => {
  const maxBytes = 1024 * 1024
  door.answers['GET /view'] = (_asked, response) => writeForever(response, Buffer.alloc(65_536))
  await expect(download({ maxBytes })).rejects.toMatchObject({ code: 'output.refused' })
  expect(door.writtenBytes()).toBeLessThan(maxBytes + BUFFERED_BYTES)
  door.answers['GET /view'] = (_asked, response) => {
    response.writeHead(200, { 'content-length': 5 * 1024 ** 3 })
    return writeForever(response, Buffer.alloc(65_536))
  }
  const error = await thrownBy(download())
  expect(error).toMatchObject({ code: 'output.refused', message: expect.stringContaining('4,096 MB') as string })
  expect(door.writtenBytes()).toBeLessThan(2 * (maxBytes + BUFFERED_BYTES))
})

test('writes nothing of a file that does not fit on the disk', async () => {
  const disk = await statfs(folder)
  door.answers['GET /view'] = (_asked, response) => {
    response.writeHead(200, { 'content-length': disk.blocks * disk.bsize })
    return writeForever(response, Buffer.alloc(65_536))
  }
  await expect(download({ maxBytes: Infinity })).rejects.toMatchObject({
    code: 'output.unwritable',
    message: expect.stringContaining('the disk is full') as string,
  })
  expect(door.writtenBytes()).toBeLessThan(BUFFERED_BYTES)
})

test('leaves a file that drips', async () => {
  door.answers['GET /view'] = (_asked, response) => {
    const drops = setInterval(() => response.write('x'), 5)
    response.once('close', () => clearInterval(drops))
  }
  await expect(download({ stallMs: 100 })).rejects.toMatchObject({ code: 'server.noAnswer' })
})

test('takes no login page for a sound, and none of a server that does not hand a file out', async () => {
  door.answers['GET /view'] = (_asked, response) =>
    void response.setHeader('content-type', 'text/html; charset=utf-8').end('<html>')
  await expect(download()).rejects.toMatchObject({ code: 'server.protocol' })
  await expect(readFile(join(folder, 'a.part'), 'utf8')).resolves.toBe('')
  await expect(download({}, 'report.html')).resolves.toEqual({ sizeBytes: 6 })
  door.answers['GET /view'] = (_asked, response) =>
    void response.setHeader('content-type', 'text/html').end('fLaC under a wrong name')
  await expect(download()).resolves.toEqual({ sizeBytes: 23 })
  for (const [filename, status, code] of [
    ['../x.flac', 400, 'output.refused'],
    ['..\\x.flac', 403, 'output.refused'],
    ['x.flac', 403, 'server.forbidden'],
    ['x.flac', 302, 'server.protocol'],
    ['x.flac', 206, 'server.protocol'],
  ] as const) {
    door.answers['GET /view'] = (_asked, response) => void response.writeHead(status).end()
    await expect(download({}, filename)).rejects.toMatchObject({ code })
  }
})
