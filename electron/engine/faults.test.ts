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
