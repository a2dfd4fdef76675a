import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startEngine } from '#electron/engine/engine.ts'
import type { Engine } from '#electron/engine/engine.ts'
import type { Faults } from '#electron/engine/faults.ts'
import type { NodeClass } from '#electron/engine/node-class.ts'
import { PROBE_PROGRESS } from '#electron/engine/fidelity/probe-nodes.ts'
import type { AppError } from '#shared/models/app-error.ts'
import { ComfyClient } from '../client.ts'
import type { Graph } from '#electron/comfyui/workflows/graph.ts'

let folder: string
let engine: Engine
let client: ComfyClient

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'e3-fidelity-'))
  engine = await startEngine({ dataDir: join(folder, 'server'), workers: 0, extraNodes: [PROBE_PROGRESS, SAVE_TEXT] })
  client = new ComfyClient({ server: { url: engine.url }, pollMs: 20, lostAfterMs: 400, pingMs: 50, answerMs: 500 })
})
afterEach(async () => {
  client.close()
  await engine.close()
  await rm(folder, { recursive: true })
})

const SAVE_TEXT: NodeClass = {
  name: 'SaveText',
  displayName: 'Save text',
  description: '',
  category: 'test',
  pythonModule: 'test',
  inputs: () => ({ required: { text: ['STRING', {}], voice_name: [['anna', 'ben'], {}], model: [['tiny'], {}] } }),
  outputs: [],
  isOutput: true,
  async execute(inputs, { files }) {
    const text = String(inputs['text'])
    return { ui: { gifs: [await files.save('output', `x/${text}`, 'txt', Buffer.from(text))], animated: [true] } }
  },
}

/** Shows its text after as many ticks, and saves it. */
function graphOf(text: string, options: { steps?: number; fail?: boolean; save?: object } = {}): Graph {
  const { steps = 2, fail = false, save = {} } = options
  return {
    '1': { class_type: 'ProbeProgress', inputs: { steps, delay: 0.02, text, fail } },
    '2': { class_type: 'SaveText', inputs: { text, voice_name: 'anna', model: 'tiny', ...save } },
  }
}

async function run(graph: Graph) {
  const promptId = randomUUID()
  await client.submit(graph, promptId).catch((error: unknown) => {
    // Without a clear answer it is looked up, as the agent does.
    if ((error as { code?: string }).code !== 'server.noAnswer') throw error
  })
  return client.track(promptId)
}

describe.each(['0.3.64', '0.38'] as const)('with a server that speaks like %s', (dialect) => {
  beforeEach(() => {
    engine.faults.dialect = dialect
  })

  test('runs a prompt from post to file', async () => {
    await expect(client.probe()).resolves.toMatchObject({ hasJobsApi: dialect === '0.38' })
    const outcome = await run(graphOf('said'))
    expect(outcome).toMatchObject({
      kind: 'success',
      files: [{ filename: 'said_00001_.txt', subfolder: 'x', type: 'output', nodeId: '2' }],
      texts: ['said'],
    })
    if (outcome.kind !== 'success') return
    expect(outcome.renderMs).toBeGreaterThan(0)
    await client.download(outcome.files[0]!, join(folder, 'a.txt'))
    await expect(readFile(join(folder, 'a.txt'), 'utf8')).resolves.toBe('said')
  })

  test('cancels a prompt that runs and one that waits, and no other', async () => {
    const [running, waiting, last] = [randomUUID(), randomUUID(), randomUUID()]
    await client.submit(graphOf('running', { steps: 1000 }), running)
    await client.submit(graphOf('waiting'), waiting)
    await client.submit(graphOf('last'), last)
    const started = new Promise<void>((resolve) => {
      void client.track(running, { onStarted: resolve }).then((outcome) => outcomes.push(outcome.kind))
    })
    const outcomes: string[] = []
    await started
    await client.cancel(waiting)
    await client.cancel(running)
    // What was cancelled before it ran leaves no trace.
    await expect(client.track(waiting)).resolves.toMatchObject({ kind: 'lost' })
    await expect(client.track(last)).resolves.toMatchObject({ kind: 'success' })
    await expect.poll(() => outcomes).toEqual(['cancelled'])
  })

  test('names the class, the model and the input that a graph is refused for', async () => {
    const told = async (graph: Graph) => {
      const error: unknown = await run(graph).catch((thrown: unknown) => thrown)
      return `${(error as AppError).code}: ${(error as AppError).message}`
    }
    await expect(told({ '1': { class_type: 'Nope', inputs: {} } })).resolves.toMatch(/^job\.missingNode: .*Nope/)
    await expect(told(graphOf('a', { save: { model: 'huge' } }))).resolves.toMatch(
      /^job\.missingModel: .*the model huge for node 2 \(SaveText\)/,
    )
    await expect(told(graphOf('a', { save: { voice_name: 'carl' } }))).resolves.toMatch(/^job\.invalid: .*carl/)
    await expect(told({})).resolves.toMatch(/^job\.invalid: /)
  })

  test('tells which node failed and how', async () => {
    await expect(run(graphOf('gone', { fail: true }))).resolves.toMatchObject({
      kind: 'failed',
      nodeId: '1',
      nodeType: 'ProbeProgress',
      message: expect.stringContaining('probe failure: gone') as string,
    })
  })
})

test.each<[string, Partial<Faults>]>([
  ['drops its sockets', { dropSockets: 3 }],
  ['is deaf', { deafSockets: true }],
  ['is deaf and answers no pings', { deafSockets: true, ignorePings: true }],
  ['silences a client id that was used before', { silenceReusedClientIds: true, dropSockets: 2 }],
  ['keeps every other message to itself', { withholdMessages: 0.5 }],
  ['says everything twice', { duplicateMessages: Infinity }],
  ['turns messages round', { lateStatus: Infinity }],
  ['says things that nobody knows', { unknownMessages: Infinity }],
  ['is late with its messages', { delayMessagesMs: 100 }],
  ['is late with its history', { delayHistoryMs: 150 }],
  ['forgets a prompt for a moment before it is in history', { historyGapMs: 150 }],
  ['takes a prompt and does not say so', { acceptThenCut: 1 }],
  ['answers history with errors', { failRequests: 2, onPath: '/history' }],
  ['never answers a question', { neverReply: 1, onPath: '/history' }],
  ['cuts connections', { cutRequests: 3, onPath: '/history' }],
  ['shows a login page for a while', { htmlReplies: 2, onPath: '/queue' }],
  ['sends us round in circles for a while', { redirects: 2, onPath: '/history' }],
  ['calls everything a page', { wrongContentType: Infinity }],
  ['does not end its history', { endlessBodies: 1, onPath: '/history' }],
])('gets the result from a server that %s', async (_what, faults) => {
  Object.assign(engine.faults, faults)
  await expect(run(graphOf('said', { steps: 5 }))).resolves.toMatchObject({ kind: 'success', texts: ['said'] })
})

test.each([{ ignorePings: false }, { ignorePings: true }])(
  'replaces a socket that has gone deaf: %j',
  async (faults) => {
    Object.assign(engine.faults, faults, { deafSockets: true })
    await expect(run(graphOf('first', { steps: 20 }))).resolves.toMatchObject({ kind: 'success' })
    Object.assign(engine.faults, { deafSockets: false, ignorePings: false })
    let isTold = false
    await expect
      .poll(async () => {
        const promptId = randomUUID()
        await client.submit(graphOf(promptId, { steps: 3 }), promptId)
        await client.track(promptId, { onProgress: () => (isTold = true) })
        return isTold
      })
      .toBe(true)
  },
)
