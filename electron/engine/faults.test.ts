import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { noFaults, occurs, type Faults } from './faults.ts'
import { label, openStage, type Stage } from './fidelity/engine-stage.ts'
import type { HistoryEntry } from './prompts/history.ts'
import { decodeFlac } from './workers/flac.ts'

let stage: Stage
let faults: Faults
beforeEach(async () => {
  stage = await openStage()
  faults = stage.engine.faults
})
afterEach(() => stage.close())

const graph = {
  '1': { class_type: 'EmptyAudio', inputs: { duration: 1, sample_rate: 8000, channels: 1 } },
  '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: 'f/x' } },
}
const post = (id: string) => stage.send('POST', '/prompt', { json: { prompt: graph, prompt_id: id, client_id: 'me' } })
const historyOf = async (id: string): Promise<HistoryEntry | undefined> =>
  ((await stage.send('GET', `/history/${id}`)).json as Record<string, HistoryEntry>)[id]
const settled = async (id: string): Promise<HistoryEntry> => {
  await expect.poll(() => historyOf(id)).toBeDefined()
  return (await historyOf(id))!
}
const view = () => stage.send('GET', '/view?filename=x_00001_.flac&subfolder=f')

test('a count goes down, a fraction is drawn, 0 is never, Infinity always', () => {
  const some = { ...noFaults(), failNode: 2, hangNode: Infinity, httpStatus: 1e-12 }
  expect([occurs(some, 'failNode'), occurs(some, 'failNode'), occurs(some, 'failNode')]).toEqual([true, true, false])
  expect([occurs(some, 'hangNode'), occurs(some, 'hangNode')]).toEqual([true, true])
  expect([occurs(some, 'httpStatus'), occurs(some, 'dropSockets')]).toEqual([false, false])
})

describe('on POST /prompt', () => {
  test('an HTTP status queues nothing', async () => {
    Object.assign(faults, { httpStatus: 1, httpStatusCode: 503 })
    expect((await post('a')).status).toBe(503)
    expect((await stage.send('GET', '/prompt')).json).toEqual({ exec_info: { queue_remaining: 0 } })
    expect((await post('b')).status).toBe(200)
  })

  test('too large', async () => {
    faults.rejectTooLarge = 1
    expect((await post('a')).text).toBe('Maximum request body size 104857600 exceeded.')
  })

  test('accepted, but the reply is cut', async () => {
    faults.acceptThenCut = 1
    await expect(post('a')).rejects.toThrow('socket hang up')
    expect((await settled('a')).status.status_str).toBe('success')
  })

  test('node errors beside a prompt that runs', async () => {
    faults.partialNodeErrors = 1
    const reply = await post('a')
    expect([reply.status, Object.keys((reply.json as { node_errors: object }).node_errors)]).toEqual([200, ['1']])
    expect((await settled('a')).status.status_str).toBe('success')
  })
})

describe('on nodes', () => {
  test('failure with a message, then all is well', async () => {
    Object.assign(faults, { failNode: 1, failNodeMessage: 'no voice' })
    await post('a')
    expect((await settled('a')).status.messages.at(-1)).toMatchObject([
      'execution_error',
      { exception_message: 'no voice\n' },
    ])
    await post('b')
    expect((await settled('b')).status.status_str).toBe('success')
  })

  test('only at the node that was named', async () => {
    Object.assign(faults, { failNode: Infinity, onNode: 'SaveAudio' })
    await post('a')
    expect((await settled('a')).status.messages.at(-1)).toMatchObject(['execution_error', { node_id: '2' }])
  })

  test('out of memory as a GPU reports it', async () => {
    faults.outOfMemory = 1
    await post('a')
    const [, error] = (await settled('a')).status.messages.at(-1)!
    expect(error['exception_type']).toContain('OutOfMemory')
    expect(error['exception_message']).toContain('This error means you ran out of memory on your GPU')
  })

  test('a hanging node heeds an interrupt', async () => {
    faults.hangNode = 1
    await post('a')
    await expect
      .poll(async () => ((await stage.send('GET', '/queue')).json as { queue_running: unknown[] }).queue_running)
      .toHaveLength(1)
    await stage.send('POST', '/interrupt')
    expect((await settled('a')).status.messages.at(-1)?.[0]).toBe('execution_interrupted')
  })

  test('a deaf hanging node ends only with the server', async () => {
    Object.assign(faults, { hangNode: 1, hangIgnoresInterrupt: true })
    await post('a')
    await stage.send('POST', '/interrupt')
    await post('b')
    expect((await stage.send('GET', '/prompt')).json).toEqual({ exec_info: { queue_remaining: 2 } })
    await stage.engine.restart()
    expect((await stage.send('GET', '/prompt')).json).toEqual({ exec_info: { queue_remaining: 0 } })
  })

  test.each([
    ['shortAudio', 800],
    ['silentAudio', 8000],
  ] as const)('%s gives a valid file of %i samples', async (name, length) => {
    faults[name] = 1
    await post('a')
    await settled('a')
    const { channels } = await decodeFlac((await view()).bytes)
    expect(channels[0]).toHaveLength(length)
  })
})

describe('on downloads', () => {
  test('missing once, then there', async () => {
    await post('a')
    await settled('a')
    faults.missingView = 1
    expect((await view()).status).toBe(404)
    expect((await view()).status).toBe(200)
  })

  test('cut in the middle', async () => {
    await post('a')
    await settled('a')
    faults.resetView = 1
    await expect(view()).rejects.toThrow('aborted')
    expect((await view()).bytes.length).toBeGreaterThan(0)
  })
})

describe('on sockets', () => {
  test('dropped instead of a message', async () => {
    const socket = await stage.connect('me')
    faults.dropSockets = 1
    const closed = once(socket.socket, 'close')
    await post('a')
    await closed
    expect((await settled('a')).status.status_str).toBe('success')
  })

  test('deaf sockets stay open and hear nothing', async () => {
    const socket = await stage.connect('me')
    await socket.until((messages) => messages.length === 1)
    faults.deafSockets = true
    await post('a')
    await settled('a')
    socket.socket.ping()
    await once(socket.socket, 'pong')
    expect(socket.messages).toHaveLength(1)
  })

  test('unknown messages come before known ones', async () => {
    const socket = await stage.connect('me')
    faults.unknownMessages = Infinity
    await post('a')
    await socket.finished('a')
    expect(socket.messages.map(label)).toEqual(
      expect.arrayContaining(['crystools.monitor', 'frame 99', 'execution_success']),
    )
  })
})

describe('on the order and the number of messages', () => {
  const heard = async (): Promise<string[]> => {
    const socket = await stage.connect('me')
    await post('a')
    await socket.finished('a')
    return socket.messages.map(label)
  }
  const types = (labels: readonly string[]): string[] => labels.filter((text) => text !== 'status')

  test('late messages come in their order', async () => {
    const usual = types(await heard())
    faults.delayMessagesMs = 300
    await stage.send('POST', '/free', { json: { free_memory: true } })
    const socket = await stage.connect('me')
    await post('b')
    await settled('b')
    expect(socket.messages.map(label)).not.toContain('execution_success')
    faults.delayMessagesMs = 0
    await socket.finished('b')
    expect(types(socket.messages.map(label))).toEqual(usual)
  })

  test('each message twice', async () => {
    faults.duplicateMessages = Infinity
    const all = types(await heard())
    expect(all.filter((text) => text === 'execution_start')).toHaveLength(2)
    expect(all.filter((text) => text === 'executed 2')).toHaveLength(2)
  })

  test('one message withheld', async () => {
    const socket = await stage.connect('me')
    await socket.until((messages) => messages.length === 1)
    faults.withholdMessages = 3
    await post('a')
    await socket.finished('a')
    expect(socket.messages.map(label).slice(0, 3)).toEqual(['status', 'execution_cached ', 'progress_state 1=running'])
  })

  test('a status behind the message that follows it', async () => {
    const socket = await stage.connect('me')
    await socket.until((messages) => messages.length === 1)
    faults.lateStatus = Infinity
    await post('a')
    await socket.finished('a')
    await socket.until((messages) => messages.filter((message) => label(message) === 'status').length === 4)
    expect(socket.messages.map(label).slice(-2)).toEqual(['executing null', 'status'])
  })

  test('deaf to pings too', async () => {
    const socket = await stage.connect('me')
    faults.ignorePings = true
    let pongs = 0
    socket.socket.on('pong', () => pongs++)
    socket.socket.ping()
    await post('a')
    await socket.finished('a')
    expect(pongs).toBe(0)
  })
})

describe('on any reply', () => {
  const ask = (path = '/queue') => stage.send('GET', path)

  test('only the paths that were named are touched, with and without /api', async () => {
    Object.assign(faults, { onPath: '/history', failRequests: Infinity })
    expect((await ask('/api/history')).status).toBe(500)
    expect((await ask('/history/x')).text).toContain('Server got itself in trouble')
    expect((await ask('/queue')).status).toBe(200)
  })

  test('slow', async () => {
    Object.assign(faults, { onPath: '/queue', slowRepliesMs: 50 })
    const order: string[] = []
    await Promise.all([ask('/queue').then(() => order.push('queue')), ask('/prompt').then(() => order.push('prompt'))])
    expect(order).toEqual(['prompt', 'queue'])
  })

  test('late, though what was asked for is long done', async () => {
    const socket = await stage.connect('me')
    Object.assign(faults, { onPath: '/prompt', lateRepliesMs: 100 })
    let isAnswered = false
    const posted = post('a').then(() => (isAnswered = true))
    await socket.until((messages) => messages.some((message) => label(message) === 'execution_start'))
    expect(isAnswered).toBe(false)
    await posted
  })

  test('never, until the server ends', async () => {
    faults.neverReply = 1
    const silent = ask()
    expect((await ask()).status).toBe(200)
    await stage.engine.crash()
    await expect(silent).rejects.toThrow('socket hang up')
  })

  test('cut before anything was done', async () => {
    faults.cutRequests = 1
    await expect(post('a')).rejects.toThrow('socket hang up')
    expect((await ask('/prompt')).json).toEqual({ exec_info: { queue_remaining: 0 } })
    expect(await historyOf('a')).toBeUndefined()
  })

  test('a page in place of JSON', async () => {
    faults.htmlReplies = 1
    const reply = await ask()
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/html'])
    expect(reply.text).toContain('Log in')
  })

  test('JSON under a wrong type', async () => {
    faults.wrongContentType = 1
    const reply = await ask()
    expect([reply.headers['content-type'], JSON.parse(reply.text)]).toEqual([
      'text/html',
      { queue_running: [], queue_pending: [] },
    ])
  })

  test('a redirect to itself', async () => {
    faults.redirects = Infinity
    await expect(fetch(`${stage.engine.url}/queue`)).rejects.toMatchObject({
      cause: { message: 'redirect count exceeded' },
    })
  })

  test('a body without an end, which stops when its reader leaves', async () => {
    faults.endlessBodies = 1
    const reply = await fetch(`${stage.engine.url}/queue`)
    let bytes = 0
    for await (const chunk of reply.body!) {
      bytes += (chunk as Uint8Array).length
      if (bytes > 2_000_000) break
    }
    expect(bytes).toBeGreaterThan(2_000_000)
    expect((await ask()).status).toBe(200)
  })
})

describe('on queue and history', () => {
  test('a prompt that somebody deleted is nowhere', async () => {
    const socket = await stage.connect('me')
    faults.losePrompts = 1
    await post('a')
    await post('b')
    await socket.finished('b')
    expect(await historyOf('a')).toBeUndefined()
    expect((await stage.send('GET', '/prompt')).json).toEqual({ exec_info: { queue_remaining: 0 } })
  })

  test('a finished prompt that somebody cleared is not in history', async () => {
    const socket = await stage.connect('me')
    faults.loseHistory = 1
    await post('a')
    await socket.finished('a')
    expect(await historyOf('a')).toBeUndefined()
    expect((await view()).status).toBe(200)
  })

  test('a gap between queue and history', async () => {
    const socket = await stage.connect('me')
    faults.historyGapMs = 100
    await post('a')
    await socket.finished('a')
    expect((await stage.send('GET', '/prompt')).json).toEqual({ exec_info: { queue_remaining: 0 } })
    expect(await historyOf('a')).toBeUndefined()
    expect((await settled('a')).status.status_str).toBe('success')
  })

  test('file names that lead out of the folder, which /view refuses', async () => {
    faults.pathTricks = Infinity
    await post('a')
    const [file] = ((await settled('a')).outputs['2'] as { audio: { filename: string; subfolder: string }[] }).audio
    expect(file?.filename).toBe('../../../x_00001_.flac')
    const query = new URLSearchParams({ filename: file!.filename, subfolder: file!.subfolder })
    expect((await stage.send('GET', `/view?${query.toString()}`)).status).toBe(400)
  })

  test('the next prompt at the end of the list', async () => {
    faults.hangNode = 1
    for (const id of ['a', 'b', 'c', 'd']) await post(id)
    const pending = async () =>
      ((await stage.send('GET', '/queue')).json as { queue_pending: [number, string][] }).queue_pending.map(
        ([, id]) => id,
      )
    await expect.poll(pending).toEqual(['b', 'c', 'd'])
    faults.reversePending = true
    expect(await pending()).toEqual(['d', 'c', 'b'])
  })
})

describe('on the process', () => {
  test('a crash refuses connections until the restart, which forgets all but files', async () => {
    const socket = await stage.connect('me')
    await post('a')
    await settled('a')
    const closed = once(socket.socket, 'close')
    await stage.engine.crash()
    await closed
    await expect(post('b')).rejects.toThrow('ECONNREFUSED')
    await stage.engine.restart()
    expect(await historyOf('a')).toBeUndefined()
    expect((await view()).status).toBe(200)
    expect((await post('b')).json).toMatchObject({ number: 0 })
  })

  test('a slow start keeps the port closed', async () => {
    faults.slowStartMs = 60
    const back = stage.engine.restart()
    await expect.poll(() => post('a').catch((error: unknown) => (error as Error).message)).toContain('ECONNREFUSED')
    await back
    expect((await post('a')).status).toBe(200)
  })

  test('a poisonous prompt kills the server each time, another one does not', async () => {
    const poison = {
      '1': { class_type: 'PrimitiveString', inputs: { value: 'the poisonous line' } },
      '2': { class_type: 'PreviewAny', inputs: { source: ['1', 0] } },
    }
    Object.assign(faults, { crashOnNode: Infinity, onNode: 'poison' })
    for (let round = 0; round < 2; round++) {
      await stage.send('POST', '/prompt', { json: { prompt: poison } })
      await expect.poll(() => post('a').catch((error: unknown) => (error as Error).message)).toContain('ECONNREFUSED')
      await stage.engine.restart()
    }
    await post('b')
    expect((await settled('b')).status.status_str).toBe('success')
  })

  test('under a supervisor it starts again by itself', async () => {
    Object.assign(faults, { crashOnNode: 1, restartsAfterCrash: true })
    const socket = await stage.connect('me')
    const closed = once(socket.socket, 'close')
    await post('a')
    await closed
    await expect.poll(() => stage.send('GET', '/prompt').catch(() => null)).toMatchObject({ status: 200 })
    await post('b')
    expect((await settled('b')).status.status_str).toBe('success')
  })
})

test('a slow history keeps the prompt in the queue until it is written', async () => {
  const socket = await stage.connect('me')
  faults.delayHistoryMs = 100
  await post('a')
  await socket.until((messages) => messages.some((message) => label(message) === 'execution_success'))
  expect(await historyOf('a')).toBeUndefined()
  expect((await stage.send('GET', '/prompt')).json).toEqual({ exec_info: { queue_remaining: 1 } })
  await socket.finished('a')
  expect(await historyOf('a')).toBeDefined()
})
