import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStage, type Stage } from './fidelity/engine-stage.ts'
import type { HistoryEntry } from './prompts/history.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(async () => {
  expect((await stage.send('GET', '/prompt')).status).toBe(200)
  await stage.close()
})

const post = (prompt: unknown, id?: string) => stage.send('POST', '/prompt', { json: { prompt, prompt_id: id } })
async function settled(id: string): Promise<HistoryEntry> {
  const read = async () => ((await stage.send('GET', `/history/${id}`)).json as Record<string, HistoryEntry>)[id]
  await expect.poll(read, { timeout: 10_000 }).toBeDefined()
  return (await read())!
}
const line = (source: string): object => ({
  class_type: 'StringConcatenate',
  inputs: { string_a: [source, 0], string_b: 'x', delimiter: '' },
})
const shown = (source: string): object => ({ class_type: 'PreviewAny', inputs: { source: [source, 0] } })
const text = { class_type: 'PrimitiveString', inputs: { value: '' } }

describe('graphs', () => {
  test('a chain that Python could not follow is refused', async () => {
    const chain = Array.from({ length: 5000 }, (_, index) => [`n${index}`, line(`n${index + 1}`)] as const)
    const reply = await post({ ...Object.fromEntries(chain), n5000: text, out: shown('n0') })
    expect(reply.status).toBe(400)
    expect(reply.text).toContain('maximum recursion depth exceeded')
  })

  test('a circle is refused in the way of 0.3.64: without a word about where', async () => {
    const reply = await post({ a: line('b'), b: line('a'), out: shown('a') })
    expect([reply.status, reply.json]).toMatchObject([
      400,
      { error: { type: 'prompt_outputs_failed_validation' }, node_errors: {} },
    ])
  })

  test('a circle and a chain that no output needs do not matter', async () => {
    const chain = Array.from({ length: 5000 }, (_, index) => [`n${index}`, line(`n${index + 1}`)] as const)
    await post({ ...Object.fromEntries(chain), n5000: text, a: line('b'), b: line('a'), out: shown('n5000') }, 'p')
    expect((await settled('p')).status.status_str).toBe('success')
  })

  test('thousands of nodes side by side run, more than that are refused', async () => {
    const texts = Array.from({ length: 3000 }, (_, index) => [`n${index}`, text] as const)
    const many = Object.fromEntries(texts)
    await post({ ...many, out: shown('n0') }, 'p')
    expect((await settled('p')).status.status_str).toBe('success')
    const tooMany = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`n${index}`, text]))
    expect((await post(tooMany)).status).toBe(500)
  })

  test.each(['__proto__', 'constructor', '', '\u0000', '../x'])('a node may be called %j', async (id) => {
    const graph = JSON.parse(
      `{${JSON.stringify(id)}: ${JSON.stringify(text)}, "out": ${JSON.stringify(shown(id))}}`,
    ) as object
    await post(graph, 'p')
    expect((await settled('p')).outputs).toEqual({ out: { text: [''] } })
  })
})

describe('names', () => {
  const saved = (filename_prefix: string): object => ({
    '1': { class_type: 'EmptyAudio', inputs: { duration: 0.1, sample_rate: 8000, channels: 1 } },
    '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix } },
  })

  test.each([['x'.repeat(5000)], ['d/'.repeat(5000)], ['/etc/x'], ['../../x'], ['a/../../x'], ['a\0b']])(
    'the prefix %.20j… fails at run time and writes nothing elsewhere',
    async (prefix) => {
      const around = await readdir(dirname(stage.dataDir))
      await post(saved(prefix), 'p')
      expect((await settled('p')).status.messages.at(-1)?.[0]).toBe('execution_error')
      expect(
        (await readdir(dirname(stage.dataDir))).filter((name) => !around.includes(name) && !name.startsWith('e3-')),
      ).toEqual([])
      expect((await readdir(stage.dataDir)).toSorted()).toEqual(['input', 'output', 'temp'])
    },
  )

  test.each(['../x.wav', '/etc/x.wav', '..', '.', 'a/../../x.wav', 'x'.repeat(5000), 'a\\..\\..\\x.wav'])(
    'an upload called %.20j stays in its folder or is refused',
    async (name) => {
      const body = `--b\r\nContent-Disposition: form-data; name="image"; filename="${name.replaceAll('\\', '\\\\')}"\r\n\r\nx\r\n--b--\r\n`
      const headers = { 'Content-Type': 'multipart/form-data; boundary=b' }
      const reply = await stage.send('POST', '/upload/image', { headers, body })
      expect([200, 400, 500]).toContain(reply.status)
      expect(await readdir(join(stage.dataDir, 'input'))).toHaveLength(reply.status === 200 ? 1 : 0)
      expect((await readdir(stage.dataDir)).toSorted()).toEqual(['input', 'output', 'temp'])
      expect(await readdir(join(stage.dataDir, 'temp'))).toEqual([])
    },
  )
})

describe('connections', () => {
  const raw = (request: string) => {
    const socket = connect(Number(new URL(stage.engine.url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(request)
    return socket
  }
  const UPGRADE =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='

  test.each([
    `GET // HTTP/1.1\r\nHost: 127.0.0.1\r\n${UPGRADE}\r\n\r\n`,
    `GET http://[ HTTP/1.1\r\nHost: 127.0.0.1\r\n${UPGRADE}\r\n\r\n`,
    `GET /ws HTTP/1.1\r\nHost: evil.example\r\n${UPGRADE}\r\n\r\n`,
    'GET // HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
    'nonsense\r\n\r\n',
  ])('%j ends that connection only', async (request) => {
    const socket = raw(request)
    socket.resume()
    await once(socket, 'close')
  })

  test('a body that stops half way keeps nobody else waiting', async () => {
    const socket = raw('POST /prompt HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{')
    await once(socket, 'connect')
    expect((await post({ '1': text, '2': shown('1') })).status).toBe(200)
    socket.destroy()
  })

  test('a thousand sockets are served, the next is refused', async () => {
    await Promise.all(Array.from({ length: 1000 }, (_, index) => stage.connect(`c${index}`)))
    await expect(stage.connect('one more')).rejects.toThrow('503')
  })
})
