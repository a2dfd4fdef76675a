import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import { isRecord } from '../prompts/graph.ts'
import { label, type SeenMessage, type Stage, type TestReply } from './engine-stage.ts'

/** One recorded request with its answer. */
export interface Exchange {
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

type RecordedMessage = SeenMessage | { client: object } | { binary: { hex?: string; hexStart?: string } }

/** A transcript: `ws` is what came on the main socket. */
export interface Capture {
  scenario: string
  http: Exchange[]
  ws?: RecordedMessage[]
  otherSockets?: Record<string, RecordedMessage[]>
}

/** The transcripts of a folder; none without one. */
export function readCaptures(folder: string | undefined): { name: string; capture: Capture }[] {
  if (folder === undefined) return []
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return names.map((name) => ({ name, capture: JSON.parse(readFileSync(join(folder, name), 'utf8')) as Capture }))
}

/** Facts of the recorded machine. */
const OTHER_BODIES = new Set(['/system_stats'])
/** Random ids decide between equal numbers, and which of two independent branches runs first is no promise. */
const UNORDERED = new Set(['audio-graph-four-outputs.json', 'chain-output-annotation-and-text.json'])

/** The recorded messages as a test's socket would have seen them. */
export function received(messages: readonly RecordedMessage[] = []): SeenMessage[] {
  return messages.flatMap((message) => {
    if ('client' in message) return []
    if ('type' in message || 'frame' in message) return [message]
    return [{ frame: Buffer.from(message.binary.hex ?? message.binary.hexStart ?? '', 'hex') }]
  })
}

/** Messages without `status`; runs of equal progress ticks count once, since their number depends on the clock. */
export function sequence(messages: readonly SeenMessage[], name: string): string[] {
  const labels = messages.map(label).filter((text) => text !== 'status')
  const compact = labels.filter(
    (text, index) => !(isTick(text) && labels[index - 3] === text && isTick(labels[index - 1])),
  )
  return UNORDERED.has(name) ? compact.filter((text) => !text.startsWith('progress_state')).toSorted() : compact
}

function isTick(text: string | undefined): boolean {
  return text !== undefined && /^(progress |progress_state \S*running|frame [14])/.test(text)
}

/** How many prompts each `status` said to remain. */
export function remaining(messages: readonly SeenMessage[]): unknown[] {
  return messages.flatMap((message) =>
    'type' in message && message.type === 'status' ? [(message.data['status'] as { exec_info: object }).exec_info] : [],
  )
}

/** What was random then and is now: entity tags by the recorded one, ids that the server made by ours. */
interface Renamed {
  etags: Map<string, string>
  ids: Map<string, string>
}

/** Sends recorded requests to an engine, one after the other, and compares its answers. */
export function createReplay(stage: Stage): (exchange: Exchange) => Promise<void> {
  const renamed: Renamed = { etags: new Map(), ids: new Map() }
  return (exchange) => replay(stage, exchange, renamed)
}

/** A prompt's requests are answered at once, others when the recorded answer has come about. */
async function replay(stage: Stage, exchange: Exchange, renamed: Renamed): Promise<void> {
  const { request } = exchange
  const send = async (): Promise<TestReply> => {
    const reply = await stage.send(request.method, pathOf(request), bodyOf(request, renamed.etags, stage.engine.url))
    if (reply.headers['etag']) renamed.etags.set(exchange.headers['Etag'] ?? '', reply.headers['etag'])
    rename(exchange, reply, renamed)
    return reply
  }
  const answer = async (): Promise<unknown> => seen(await send(), exchange, renamed)
  if (request.method === 'GET') await expect.poll(answer, { timeout: 8000 }).toEqual(wanted(exchange))
  else expect(await answer()).toEqual(wanted(exchange))
  if (request.path === '/prompt' && exchange.status === 200) await delay(5)
}

/** A prompt that was posted without an id got one from the server. */
function rename({ request, body }: Exchange, { json }: TestReply, { ids }: Renamed): void {
  const isNamed = isRecord(request.json) && 'prompt_id' in request.json
  if (request.path !== '/prompt' || isNamed || !isRecord(json) || !isRecord(body)) return
  if ('prompt_id' in json && 'prompt_id' in body) ids.set(String(json['prompt_id']), String(body['prompt_id']))
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

/** A form as a multipart body. */
export function formBody(form: NonNullable<Exchange['request']['form']>): {
  headers: Record<string, string>
  body: Buffer
} {
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

function seen(reply: TestReply, exchange: Exchange, { ids }: Renamed): unknown {
  const headers = COMPARED_HEADERS.flatMap((name) => (reply.headers[name] ? [[name, reply.headers[name]]] : []))
  const isBytes = isRecord(exchange.body) && 'bytes' in exchange.body
  const body = isBytes ? 'bytes' : OTHER_BODIES.has(exchange.request.path) ? 'other' : masked(recorded(reply.json, ids))
  return { status: reply.status, headers: Object.fromEntries(headers) as unknown, body }
}

function recorded(body: unknown, ids: Renamed['ids']): unknown {
  let text = JSON.stringify(body)
  for (const [ours, theirs] of ids) text = text.replaceAll(ours, theirs)
  return JSON.parse(text)
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
