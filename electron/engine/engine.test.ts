import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  isEndMarker,
  label,
  openStage,
  type SeenMessage,
  type Stage,
  type TestSocket,
} from './fidelity/engine-stage.ts'
import type { HistoryEntry } from './prompts/history.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const audioGraph = (prefix = 'a/b', duration = 0.1): object => ({
  '1': { class_type: 'EmptyAudio', inputs: { duration, sample_rate: 8000, channels: 1 } },
  '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: prefix } },
})
const probe = (inputs: Record<string, unknown> = {}): object => ({
  '1': { class_type: 'ProbeProgress', inputs: { steps: 2, delay: 0.01, text: 'said', fail: false, ...inputs } },
})
/** Runs until it is interrupted. */
const endless = (text = 'endless'): object => probe({ steps: 1000, delay: 0.02, text })

async function post(prompt: object, promptId: string, more: object = {}): Promise<number> {
  const { status, json } = await stage.send('POST', '/prompt', { json: { prompt, prompt_id: promptId, ...more } })
  expect(status).toBe(200)
  return (json as { number: number }).number
}

async function historyOf(promptId: string): Promise<HistoryEntry | undefined> {
  return ((await stage.send('GET', `/history/${promptId}`)).json as Record<string, HistoryEntry>)[promptId]
}

async function settled(promptId: string): Promise<HistoryEntry> {
  await expect.poll(() => historyOf(promptId)).toBeDefined()
  return (await historyOf(promptId))!
}

const labels = (socket: TestSocket): string[] => socket.messages.map(label)
const isRunning = (promptId: string) => (messages: SeenMessage[]) =>
  messages.some(
    (message) => label(message) === 'progress 1' && 'data' in message && message.data['prompt_id'] === promptId,
  )

describe('what a client hears', () => {
  test('of a fresh run: queued, taken, each node, history before the end marker', async () => {
    const socket = await stage.connect('me')
    await post(audioGraph(), 'p', { client_id: 'me' })
    await socket.finished('p')
    expect(labels(socket)).toEqual([
      'status',
      'status',
      'status',
      'execution_start',
      'execution_cached ',
      'progress_state 1=running',
      'executing 1',
      'progress_state 1=finished',
      'progress_state 1=finished,2=running',
      'executing 2',
      'executed 2',
      'progress_state 1=finished,2=finished',
      'execution_success',
      'status',
      'executing null',
    ])
    expect(socket.messages[0]).toEqual({
      type: 'status',
      data: { status: { exec_info: { queue_remaining: 0 } }, sid: 'me' },
    })
    expect(await historyOf('p')).toMatchObject({
      outputs: { '2': { audio: [{ filename: 'b_00001_.flac', subfolder: 'a', type: 'output' }] } },
      status: { status_str: 'success', completed: true },
      meta: { '2': { node_id: '2', display_node: '2', parent_node: null, real_node_id: '2' } },
    })
  })

  test('of a cached run: old names, no node runs', async () => {
    await post(audioGraph(), 'first')
    await settled('first')
    const socket = await stage.connect('me')
    await post(audioGraph(), 'p', { client_id: 'me' })
    await socket.finished('p')
    expect(labels(socket).slice(3)).toEqual([
      'execution_start',
      'execution_cached 1,2',
      'executed 2',
      'progress_state 2=finished',
      'execution_success',
      'status',
      'executing null',
    ])
    expect((await historyOf('p'))?.outputs).toEqual((await historyOf('first'))?.outputs)
  })

  test('of a failing run: the error, then the end; finished outputs stay', async () => {
    const socket = await stage.connect('me')
    const graph = {
      ...probe(),
      '3': { class_type: 'ProbeProgress', inputs: { steps: 1, delay: 0, text: ['1', 0], fail: true } },
    }
    await post(graph, 'p', { client_id: 'me' })
    await socket.finished('p')
    expect(labels(socket).slice(-3)).toEqual(['execution_error', 'status', 'executing null'])
    const entry = await historyOf('p')
    expect(entry?.outputs).toEqual({ '1': { text: ['said'] } })
    expect(entry?.status).toMatchObject({ status_str: 'error', completed: false })
    expect(entry?.status.messages.at(-1)).toMatchObject([
      'execution_error',
      {
        node_id: '3',
        node_type: 'ProbeProgress',
        executed: ['1'],
        exception_message: 'probe failure: said\n',
        exception_type: 'ValueError',
      },
    ])
  })

  test('of an interrupted run; an interrupt that names a waiting prompt changes nothing', async () => {
    const socket = await stage.connect('me')
    await post(endless(), 'long', { client_id: 'me' })
    await post(audioGraph(), 'next', { client_id: 'me' })
    await socket.until(isRunning('long'))
    expect((await stage.send('POST', '/interrupt', { json: { prompt_id: 'next' } })).text).toBe('')
    expect(await historyOf('long')).toBeUndefined()
    await stage.send('POST', '/interrupt', { json: { prompt_id: 'long' } })
    await socket.finished('next')
    const all = labels(socket)
    const end = all.indexOf('execution_interrupted')
    expect(all.slice(end, end + 4)).toEqual(['execution_interrupted', 'status', 'executing null', 'status'])
    expect((await historyOf('long'))?.status).toMatchObject({ status_str: 'error', completed: false })
    expect((await historyOf('next'))?.status.status_str).toBe('success')
  })

  test('of a deleted prompt: only status, never history', async () => {
    const socket = await stage.connect('me')
    await post(endless(), 'long', { client_id: 'me' })
    await socket.until(isRunning('long'))
    await post(audioGraph(), 'gone', { client_id: 'me' })
    await stage.send('POST', '/queue', { json: { delete: ['gone', 'unknown'] } })
    expect((await stage.send('GET', '/queue')).json).toMatchObject({ queue_pending: [] })
    await stage.send('POST', '/interrupt')
    await socket.finished('long')
    expect(await historyOf('gone')).toBeUndefined()
    const others = socket.messages.filter((message) => 'type' in message && message.data['prompt_id'] === 'gone')
    expect(others).toEqual([])
  })

  test('of a prompt of somebody else: status; of one of nobody: progress_state too', async () => {
    const socket = await stage.connect('me')
    await post(audioGraph('x/1', 0.1), 'theirs', { client_id: 'other' })
    await settled('theirs')
    expect(new Set(labels(socket))).toEqual(new Set(['status']))
    await post(audioGraph('x/2', 0.2), 'nobodys')
    await settled('nobodys')
    await expect.poll(() => labels(socket).filter((text) => text !== 'status')).toHaveLength(4)
    expect(
      labels(socket)
        .filter((text) => text !== 'status')
        .every((text) => text.startsWith('progress_state')),
    ).toBe(true)
  })

  test.each([
    ['without ids behind its progress', undefined, ['progress_state 1=running', 'progress 1', 'frame 1']],
    [
      'with ids before its progress',
      { supports_preview_metadata: true },
      ['progress_state 1=running', 'frame 4', 'progress 1'],
    ],
  ])('a preview %s', async (_name, flags, tick) => {
    const socket = await stage.connect('me', flags && { type: 'feature_flags', data: flags })
    if (flags) await socket.until((messages) => messages.some((message) => label(message) === 'feature_flags'))
    await post(probe({ steps: 1 }), 'p', { client_id: 'me' })
    await socket.finished('p')
    const all = labels(socket)
    const start = all.indexOf('executing 1') + 1
    expect(all.slice(start, start + 5)).toEqual([...tick, 'frame 3', 'executed 1'])
  })
})

describe('sockets', () => {
  test('without a client id get one', async () => {
    const socket = await stage.connect()
    const [first] = await socket.until((messages) => messages.length > 0)
    expect((first as unknown as { data: { sid: string } }).data.sid).toMatch(/^[0-9a-f]{32}$/)
  })

  test('that come late hear of the running node without its prompt, then live messages', async () => {
    const first = await stage.connect('me')
    await post(endless(), 'long', { client_id: 'me' })
    await first.until(isRunning('long'))
    await first.close()
    const second = await stage.connect('me')
    await second.until((messages) => messages.length >= 3)
    expect(second.messages[1]).toEqual({ type: 'executing', data: { node: '1' } })
    expect(label(second.messages[2]!)).toBe('progress_state 1=running')
    expect(labels(second)).not.toContain('execution_start')
  })

  test.each([[false], [true]])(
    'with a client id used twice are silenced by the first one closing: %s',
    async (isSilenced) => {
      stage.engine.faults.silenceReusedClientIds = isSilenced
      const first = await stage.connect('me')
      const second = await stage.connect('me')
      await second.until((messages) => messages.length > 0)
      await first.close()
      await expect.poll(async () => (await stage.send('GET', '/prompt')).status).toBe(200)
      await post(audioGraph(), 'p', { client_id: 'me' })
      await settled('p')
      if (!isSilenced) await second.finished('p')
      expect(second.messages.some(isEndMarker)).toBe(!isSilenced)
    },
  )

  test('are answered when they ping while a node runs', async () => {
    const socket = await stage.connect('me')
    await post(endless(), 'long', { client_id: 'me' })
    await socket.until(isRunning('long'))
    socket.socket.ping('x')
    await once(socket.socket, 'pong')
  })

  test('of a page of another site are refused', async () => {
    const reply = await stage.send('GET', '/ws', {
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        Origin: 'http://evil.example',
      },
    })
    expect(reply.status).toBe(403)
  })
})

describe('queue and history', () => {
  test('explicit numbers and front go before the counter; refused posts use a number up', async () => {
    const socket = await stage.connect('me')
    expect(await post(endless(), 'hold', { client_id: 'me' })).toBe(0)
    await socket.until(isRunning('hold'))
    expect((await stage.send('POST', '/prompt', { json: {} })).status).toBe(400)
    expect(await post(audioGraph('q/1'), 'auto', { client_id: 'me' })).toBe(2)
    expect(await post(audioGraph('q/2'), 'front', { client_id: 'me', front: true })).toBe(-3)
    expect(await post(audioGraph('q/3'), 'first', { client_id: 'me', number: -100.5 })).toBe(-100.5)
    expect(await post(audioGraph('q/4'), 'zero', { client_id: 'me', number: 0 })).toBe(0)
    expect(await post(audioGraph('q/5'), 'last', { client_id: 'me' })).toBe(4)
    const { json } = await stage.send('GET', '/queue')
    expect(json).toMatchObject({ queue_running: [[0, 'hold', endless(), { client_id: 'me' }, ['1']]] })
    await stage.send('POST', '/interrupt')
    await socket.finished('last')
    const started = socket.messages.flatMap((message) =>
      'type' in message && message.type === 'execution_start' ? [message.data['prompt_id']] : [],
    )
    expect(started).toEqual(['hold', 'first', 'front', 'zero', 'auto', 'last'])
  })

  test('several prompts run at once when the engine may', async () => {
    const wide = await openStage({ concurrency: 2 })
    for (const id of ['a', 'b', 'c'])
      await wide.send('POST', '/prompt', { json: { prompt: endless(id), prompt_id: id } })
    await expect
      .poll(async () => (await wide.send('GET', '/queue')).json)
      .toMatchObject({ queue_running: [{ 1: 'a' }, { 1: 'b' }], queue_pending: [{ 1: 'c' }] })
    await wide.close()
  })

  test('history pages from the old end with an offset, from the new end without', async () => {
    for (const id of ['a', 'b', 'c']) {
      await post(audioGraph('h/x'), id)
      await settled(id)
    }
    const ids = async (query: string): Promise<string[]> =>
      Object.keys((await stage.send('GET', `/history${query}`)).json as object)
    expect(await ids('')).toEqual(['a', 'b', 'c'])
    expect(await ids('?max_items=1')).toEqual(['c'])
    expect(await ids('?max_items=2&offset=0')).toEqual(['a', 'b'])
    expect(await ids('?offset=1')).toEqual(['b', 'c'])
    await stage.send('POST', '/history', { json: { delete: ['b'] } })
    expect(await ids('')).toEqual(['a', 'c'])
    await stage.send('POST', '/history', { json: { clear: true } })
    expect(await ids('')).toEqual([])
  })

  test('a restart loses queue, run, history and counter, and keeps the files and the port', async () => {
    await post(audioGraph('r/x'), 'done')
    await settled('done')
    await writeFile(join(stage.dataDir, 'temp/scrap'), '')
    const socket = await stage.connect('me')
    await post(endless(), 'running', { client_id: 'me' })
    await post(audioGraph('r/y'), 'waiting')
    await socket.until(isRunning('running'))
    const closed = once(socket.socket, 'close')
    await stage.engine.restart()
    await closed
    expect((await stage.send('GET', '/queue')).json).toEqual({ queue_running: [], queue_pending: [] })
    expect((await stage.send('GET', '/history')).json).toEqual({})
    expect((await stage.send('GET', '/view?filename=x_00001_.flac&subfolder=r')).status).toBe(200)
    expect((await stage.send('GET', '/view?filename=scrap&type=temp')).status).toBe(404)
    expect(await post(audioGraph('r/x'), 'again')).toBe(0)
    expect((await settled('again')).outputs['2']).toMatchObject({ audio: [{ filename: 'x_00002_.flac' }] })
  })

  test('free_memory forgets results, so that the same graph runs again', async () => {
    await post(audioGraph('f/x'), 'a')
    await settled('a')
    await stage.send('POST', '/free', { json: { free_memory: true } })
    await post(audioGraph('f/x'), 'b')
    expect((await settled('b')).outputs['2']).toMatchObject({ audio: [{ filename: 'x_00002_.flac' }] })
  })
})

describe('small answers', () => {
  test.each([
    ['GET', '/api/prompt', undefined, 200, '{"exec_info":{"queue_remaining":0}}'],
    ['GET', '/history/unknown', undefined, 200, '{}'],
    ['GET', '/object_info/Nope', undefined, 200, '{}'],
    ['GET', '/object_info/toString', undefined, 200, '{}'],
    ['GET', '/history/%E0%A4%A', undefined, 200, '{}'],
    ['GET', '/history?max_items=x', undefined, 500, '500 Internal Server Error\n\nServer got itself in trouble'],
    ['GET', '/no/such/route', undefined, 404, ''],
    ['GET', '/api/jobs', undefined, 404, ''],
    ['GET', '/models/nope', undefined, 404, ''],
    ['PUT', '/prompt', '{}', 405, '405: Method Not Allowed'],
    ['POST', '/view', '{}', 405, '405: Method Not Allowed'],
    ['POST', '/prompt', '{nope', 500, '500 Internal Server Error\n\nServer got itself in trouble'],
    ['POST', '/prompt', '', 500, '500 Internal Server Error\n\nServer got itself in trouble'],
    ['POST', '/prompt', '{"prompt":[1]}', 500, '500 Internal Server Error\n\nServer got itself in trouble'],
    ['POST', '/prompt', '{"number":"x"}', 500, '500 Internal Server Error\n\nServer got itself in trouble'],
    ['POST', '/queue', 'null', 500, '500 Internal Server Error\n\nServer got itself in trouble'],
    ['POST', '/queue', '[]', 200, ''],
    ['POST', '/interrupt', 'null', 500, '500 Internal Server Error\n\nServer got itself in trouble'],
    ['POST', '/upload/image', '{}', 400, ''],
    ['GET', '/models/loras', undefined, 200, '[]'],
    ['GET', '/jobs', undefined, 404, ''],
    ['POST', '/api/jobs/cancel', '{}', 405, '405: Method Not Allowed'],
    ['POST', '/queue', '{"delete":["nope"]}', 200, ''],
    ['POST', '/interrupt', '', 200, ''],
    ['POST', '/free', '{}', 200, ''],
  ])('%s %s %j → %i', async (method, path, body, status, text) => {
    const reply = await stage.send(method, path, body === undefined ? {} : { body })
    expect([reply.status, reply.text]).toEqual([status, text])
  })

  test('a body above the limit is refused with its size, also while it is still being sent', async () => {
    const small = await openStage({ maxBodyBytes: 1000 })
    const reply = await small.send('POST', '/prompt', { body: Buffer.alloc(2_000_000, 'x') })
    expect([reply.status, reply.text]).toEqual([413, 'Maximum request body size 1000 exceeded.'])
    expect((await small.send('GET', '/features')).json).toMatchObject({ max_upload_size: 1000 })
    await small.close()
  })

  test('every class describes itself', async () => {
    const { json } = await stage.send('GET', '/object_info')
    expect(Object.keys(json as object)).toEqual(
      expect.arrayContaining(['FliteSpeech', 'CoverArt', 'LoadAudio', 'SaveAudio', 'SaveImage', 'EmptyAudio']),
    )
    expect(json).toMatchObject({
      FliteSpeech: {
        input: { required: { voice: [['slt', 'rms', 'awb', 'kal16'], { default: 'slt' }] } },
        output: ['AUDIO'],
        output_node: false,
      },
      SaveAudio: {
        input_order: { required: ['audio', 'filename_prefix'], hidden: ['prompt', 'extra_pnginfo'] },
        output: [],
        output_node: true,
      },
    })
  })
})

describe('downloads and uploads', () => {
  test('a file is sent whole, in part, or not again', async () => {
    const content = Buffer.from('0123456789')
    await writeFile(join(stage.dataDir, 'output/a.flac'), content)
    const get = (headers: Record<string, string> = {}, method = 'GET') =>
      stage.send(method, '/view?filename=a.flac', { headers })
    const whole = await get()
    expect([whole.status, whole.text, whole.headers['content-type']]).toEqual([200, '0123456789', 'audio/flac'])
    expect(whole.headers).toMatchObject({
      'content-length': '10',
      'accept-ranges': 'bytes',
      'content-disposition': 'filename="a.flac"',
    })
    const part = await get({ Range: 'bytes=2-4' })
    expect([part.status, part.text, part.headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10'])
    const beyond = await get({ Range: 'bytes=10-' })
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, 'bytes */10'])
    expect((await get({ 'If-None-Match': whole.headers['etag']! })).status).toBe(304)
    const head = await get({}, 'HEAD')
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '10'])
    await writeFile(join(stage.dataDir, 'output/empty.flac'), '')
    expect((await stage.send('GET', '/view?filename=empty.flac')).status).toBe(200)
  })

  test.each([
    ['filename=nope.flac', 404],
    ['type=output', 404],
    ['filename=../x', 400],
    ['filename=/x', 400],
    ['filename=x&type=bogus', 400],
    ['filename=x&subfolder=../..', 403],
    ['filename=x&subfolder=/etc', 403],
    ['filename=output&subfolder=..%2Foutput%2F..', 403],
  ])('refuses %s with %i and an empty body', async (query, status) => {
    const reply = await stage.send('GET', `/view?${query}`)
    expect([reply.status, reply.text]).toEqual([status, ''])
  })

  test('an upload keeps its name for the same bytes and gets another for others', async () => {
    const upload = async (content: string, fields: Record<string, string> = {}): Promise<unknown> => {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.set(name, value)
      form.set('image', new Blob([content]), 'voice.wav')
      const reply = await fetch(`${stage.engine.url}/upload/image`, { method: 'POST', body: form })
      return reply.status === 200 ? ((await reply.json()) as { name: string }).name : reply.status
    }
    expect(await upload('one')).toBe('voice.wav')
    expect(await upload('one')).toBe('voice.wav')
    expect(await upload('two')).toBe('voice (1).wav')
    expect(await upload('two')).toBe('voice (1).wav')
    expect(await upload('six', { overwrite: 'true' })).toBe('voice.wav')
    expect((await stage.send('GET', '/view?filename=voice.wav&type=input')).text).toBe('six')
    expect(await upload('x', { subfolder: 'voices/a' })).toBe('voice.wav')
    expect(await upload('x', { subfolder: '../x' })).toBe(400)
    expect(await upload('x', { type: 'bogus' })).toBe(500)
  })

  test('what was saved can be loaded again, also by an uploaded name', async () => {
    await post(audioGraph('c/a', 0.5), 'made')
    await settled('made')
    const graph = {
      '1': { class_type: 'LoadAudio', inputs: { audio: 'c/a_00001_.flac [output]' } },
      '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: 'c/copy' } },
    }
    await post(graph, 'copied')
    expect((await settled('copied')).status.status_str).toBe('success')
    const [made, copy] = await Promise.all(
      ['a', 'copy'].map((name) => stage.send('GET', `/view?filename=${name}_00001_.flac&subfolder=c`)),
    )
    expect(copy!.bytes.equals(made!.bytes)).toBe(true)
  })

  test('a cover is drawn and saved as PNG with tokens in its name', async () => {
    const graph = {
      '1': {
        class_type: 'CoverArt',
        inputs: { title: 'Emma', author: 'Jane Austen', palette: 'forest', seed: 3, width: 320, height: 480 },
      },
      '2': {
        class_type: 'SaveImage',
        inputs: { images: ['1', 0], filename_prefix: 'covers/%width%x%height%_%batch_num%' },
      },
    }
    await post(graph, 'cover')
    expect((await settled('cover')).outputs['2']).toMatchObject({
      images: [{ filename: '320x480_0_00001_.png', subfolder: 'covers' }],
    })
    const { bytes } = await stage.send('GET', '/view?filename=320x480_0_00001_.png&subfolder=covers')
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([320, 480])
  })
})
