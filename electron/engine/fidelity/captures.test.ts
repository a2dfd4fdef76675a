import { readFileSync, readdirSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { isRecord } from '../prompts/graph.ts'
import { label, openStage, type SeenMessage, type Stage, type TestReply } from './engine-stage.ts'

/** Transcripts recorded with a real server; `E3_CAPTURES` names their folder. */
const FOLDER = process.env['E3_CAPTURES']

interface Exchange {
  request: {
    method: string
    path: string
    query?: Record<string, string>
    headers?: Record<string, string>
    json?: unknown
    text?: string
    form?: { name: string; value?: string; filename?: string; contentType?: string; bytes?: number }[]
  }
  status: number
  headers: Record<string, string>
  body: unknown
}

interface Capture {
  scenario: string
  http: Exchange[]
  ws?: (SeenMessage | { client: object } | { binary: { hex?: string; hexStart?: string } })[]
}

const captures = FOLDER
  ? readdirSync(FOLDER)
      .filter((name) => name.endsWith('.json'))
      .map((name) => ({ name, capture: JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Capture }))
  : []

/** What these show is not a sequence of requests on one quiet server; the other tests here cover it. */
const NOT_REPLAYED = new Set([
  'reconnect-during-run.json',
  'reconnect-same-client-id-defect.json',
  'restart-loses-queue-and-history.json',
  'history-list.json',
])
/** Facts of the recorded machine. */
const OTHER_BODIES = new Set(['/system_stats'])
/** Random ids decide between equal numbers, and which of two independent branches runs first is no promise. */
const UNORDERED = new Set(['audio-graph-four-outputs.json', 'chain-output-annotation-and-text.json'])

describe.skipIf(captures.length === 0)('answers like the recorded server', () => {
  let stage: Stage
  afterEach(() => stage.close())

  test.each(captures.filter(({ name }) => !NOT_REPLAYED.has(name)))('$name', async ({ name, capture }) => {
    stage = await openStage()
    await prepare(stage, capture)
    const recorded = capture.ws ?? []
    const first = recorded.find((message) => 'type' in message)
    const socket = first
      ? await stage.connect(String(first.data['sid']), recorded.flatMap((m) => ('client' in m ? [m.client] : []))[0])
      : null
    const etags = new Map<string, string>()
    for (const exchange of capture.http) {
      if (name === 'cached-rerun-file-deleted.json' && exchange.request.path === '/view') {
        await rm(join(stage.dataDir, 'output/gone'), { recursive: true })
      }
      if (name === 'interrupted-prompt.json' && exchange.request.path === '/interrupt') {
        await socket?.until((messages) => messages.some((message) => label(message) === 'progress 1'))
      }
      await replay(stage, exchange, etags)
    }
    if (!socket) return
    const expected = recorded.filter((message) => !('client' in message)).map(toSeen)
    await expect.poll(() => sequence(socket.messages, name), { timeout: 8000 }).toEqual(sequence(expected, name))
    expect(remaining(socket.messages)).toEqual(remaining(expected))
  })
})

function toSeen(message: NonNullable<Capture['ws']>[number]): SeenMessage {
  if ('type' in message) return message
  const binary = (message as { binary: { hex?: string; hexStart?: string } }).binary
  return { frame: Buffer.from(binary.hex ?? binary.hexStart ?? '', 'hex') }
}

/** Messages without `status`; runs of equal progress ticks count once, since their number depends on the clock. */
function sequence(messages: readonly SeenMessage[], name: string): string[] {
  const labels = messages.map(label).filter((text) => text !== 'status')
  const compact = labels.filter(
    (text, index) => !(isTick(text) && labels[index - 3] === text && isTick(labels[index - 1])),
  )
  return UNORDERED.has(name) ? compact.filter((text) => !text.startsWith('progress_state')).toSorted() : compact
}

function isTick(text: string | undefined): boolean {
  return text !== undefined && /^(progress |progress_state \S*running|frame [14])/.test(text)
}

function remaining(messages: readonly SeenMessage[]): unknown[] {
  return messages.flatMap((message) =>
    'type' in message && message.type === 'status' ? [(message.data['status'] as { exec_info: object }).exec_info] : [],
  )
}

/** A prompt's requests are answered at once, others when the recorded answer has come about. */
async function replay(stage: Stage, exchange: Exchange, etags: Map<string, string>): Promise<void> {
  const { request } = exchange
  const send = async (): Promise<TestReply> => {
    const reply = await stage.send(request.method, pathOf(request), bodyOf(request, etags, stage.engine.url))
    if (reply.headers['etag']) etags.set(exchange.headers['Etag'] ?? '', reply.headers['etag'])
    return reply
  }
  if (request.method === 'GET')
    await expect.poll(async () => seen(await send(), exchange), { timeout: 8000 }).toEqual(wanted(exchange))
  else expect(seen(await send(), exchange)).toEqual(wanted(exchange))
  if (request.path === '/prompt' && exchange.status === 200) await delay(5)
}

function pathOf({ path, query }: Exchange['request']): string {
  return query ? `${path}?${new URLSearchParams(query).toString()}` : path
}

function bodyOf(request: Exchange['request'], etags: Map<string, string>, url: string): Parameters<Stage['send']>[2] {
  const headers = { ...request.headers }
  const known = headers['If-None-Match']
  if (known !== undefined) headers['If-None-Match'] = etags.get(known) ?? known
  if (headers['Origin']) headers['Origin'] = headers['Origin'].replace(':8188', `:${new URL(url).port}`)
  if (request.form) return formBody(request.form)
  return request.json === undefined ? { headers, body: request.text ?? '' } : { headers, json: request.json }
}

function formBody(form: NonNullable<Exchange['request']['form']>): { headers: Record<string, string>; body: Buffer } {
  const parts = form.flatMap((field) => {
    const name = `form-data; name="${field.name}"`
    if (field.filename === undefined) return [`--b\r\nContent-Disposition: ${name}\r\n\r\n${field.value ?? ''}\r\n`]
    const head = `--b\r\nContent-Disposition: ${name}; filename="${field.filename}"\r\nContent-Type: ${field.contentType ?? ''}\r\n\r\n`
    return [head, Buffer.alloc(field.bytes ?? 0, field.bytes), '\r\n']
  })
  const body = Buffer.concat(
    [...parts, '--b--\r\n'].map((part) => (typeof part === 'string' ? Buffer.from(part) : part)),
  )
  return { headers: { 'Content-Type': 'multipart/form-data; boundary=b' }, body }
}

const COMPARED_HEADERS = ['content-type', 'content-disposition', 'content-range', 'accept-ranges']

function wanted(exchange: Exchange): unknown {
  const headers = Object.entries(exchange.headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => COMPARED_HEADERS.includes(name))
  return { status: exchange.status, headers: Object.fromEntries(headers), body: bodyOfRecord(exchange) }
}

function seen(reply: TestReply, exchange: Exchange): unknown {
  const headers = COMPARED_HEADERS.flatMap((name) => (reply.headers[name] ? [[name, reply.headers[name]]] : []))
  const isBytes = isRecord(exchange.body) && 'bytes' in exchange.body
  const body = isBytes ? 'bytes' : OTHER_BODIES.has(exchange.request.path) ? 'other' : masked(reply.json)
  return { status: reply.status, headers: Object.fromEntries(headers) as unknown, body }
}

function bodyOfRecord({ request, body }: Exchange): unknown {
  if (OTHER_BODIES.has(request.path)) return 'other'
  return isRecord(body) && 'bytes' in body ? 'bytes' : masked(body)
}

const MASKED = new Set(['timestamp', 'number', 'traceback', 'current_inputs', 'prompt_id', 'exception_message'])
const SETS = new Set(['errors', 'dependent_outputs', 'nodes', 'current_outputs', 'executed'])

/** Without ids, times, numbers; what the server does not order is sorted. */
function masked(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const isTuple = value.length === 5 && typeof value[0] === 'number' && isRecord(value[2])
    const items = value.map((item, index) =>
      isTuple && index === 0 ? 'n' : masked(item, isTuple && index === 4 ? 'nodes' : ''),
    )
    return SETS.has(key) ? items.map((item) => JSON.stringify(item)).toSorted() : items
  }
  if (typeof value === 'string') return value.replace(/(ComfyUI_temp_)[a-z]{5}|(audio_0000)[12]/, '$1$2')
  if (!isRecord(value)) return value
  const members = Object.entries(value).filter(([name]) => !['deprecated', 'experimental', 'api_node'].includes(name))
  return Object.fromEntries(members.map(([name, member]) => [name, MASKED.has(name) ? '*' : masked(member, name)]))
}

/** Brings the server to where the recording began: files that are there, a graph that ran before. */
async function prepare(stage: Stage, { scenario, http }: Capture): Promise<void> {
  await stage.send('POST', '/upload/image', uploadOf('ref_voice.wav', 'voices'))
  if (scenario === 'upload') return stage.close().then(async () => void Object.assign(stage, await openStage()))
  if (scenario === 'view') {
    const sound = join(stage.dataDir, 'output/speech/selftest')
    await mkdir(sound, { recursive: true })
    await writeFile(join(sound, 'audio_00001_.flac'), Buffer.alloc(8632, 1))
  }
  if (scenario.startsWith('chain')) await run(stage, savedSilence('speech/b1/ch001/audio'), 2)
  const firstPost = http.find(({ request }) => request.path === '/prompt')?.request.json
  if (scenario === 'cached-rerun' && isRecord(firstPost)) await run(stage, firstPost['prompt'], 1)
}

async function run(stage: Stage, graph: unknown, times: number): Promise<void> {
  for (let count = 0; count < times; count++) {
    const json = { prompt: graph, prompt_id: `before-${count}` }
    await stage.send('POST', '/prompt', { json })
    await expect.poll(async () => (await stage.send('GET', `/history/before-${count}`)).json).not.toEqual({})
    await stage.send('POST', '/free', { json: { free_memory: count < times - 1 } })
  }
}

function savedSilence(prefix: string): object {
  return {
    '1': { class_type: 'EmptyAudio', inputs: { duration: 0.25, sample_rate: 16000, channels: 1 } },
    '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: prefix } },
  }
}

function uploadOf(filename: string, subfolder: string): { headers: Record<string, string>; body: Buffer } {
  const header = Buffer.from(
    '524946462408000057415645666d74201000000001000100803e0000007d0000020010006461746100080000',
    'hex',
  )
  const { headers, body } = formBody([
    { name: 'image', filename, bytes: 0 },
    { name: 'subfolder', value: subfolder },
  ])
  const marker = Buffer.from('\r\n\r\n')
  const at = body.indexOf(marker) + marker.length
  return { headers, body: Buffer.concat([body.subarray(0, at), header, Buffer.alloc(2048, 7), body.subarray(at)]) }
}
