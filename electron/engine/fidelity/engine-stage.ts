import { mkdtemp, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket, type RawData } from 'ws'
import { startEngine, type Engine, type EngineOptions } from '../engine.ts'
import { isRecord } from '../prompts/graph.ts'
import { PROBE_NODES } from './probe-nodes.ts'

/** A message as a test sees it: parsed, or the bytes of a binary frame. */
export type SeenMessage = { type: string; data: Record<string, unknown> } | { frame: Buffer }

/** A socket that remembers everything it was sent. */
export interface TestSocket {
  messages: SeenMessage[]
  socket: WebSocket
  /** Resolves when the messages meet a condition. */
  until(isMet: (messages: SeenMessage[]) => boolean): Promise<SeenMessage[]>
  /** Resolves when a prompt's end marker has arrived. */
  finished(promptId: string): Promise<SeenMessage[]>
  close(): Promise<void>
}

/** An answer of the engine. */
export interface TestReply {
  status: number
  headers: Record<string, string | undefined>
  bytes: Buffer
  text: string
  json: unknown
}

/** What a request carries. */
export interface TestRequest {
  headers?: Record<string, string>
  json?: unknown
  body?: string | Buffer
}

/** An engine in a folder of its own, with everything a test needs to talk to it. */
export interface Stage {
  engine: Engine
  dataDir: string
  connect(clientId?: string, firstMessage?: object): Promise<TestSocket>
  send(method: string, path: string, request?: TestRequest): Promise<TestReply>
  close(): Promise<void>
}

/** Starts an engine with the probe nodes. */
export async function openStage(options: Partial<EngineOptions> = {}): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'e3-engine-'))
  const engine = await startEngine({ dataDir, workers: 2, extraNodes: PROBE_NODES, ...options })
  const sockets: TestSocket[] = []
  return {
    engine,
    dataDir,
    async connect(clientId, firstMessage) {
      const socket = await connect(engine.url, clientId, firstMessage)
      sockets.push(socket)
      return socket
    },
    send: (method, path, request = {}) => send(engine.url, method, path, request),
    async close() {
      for (const { socket } of sockets) socket.terminate()
      await engine.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function connect(url: string, clientId?: string, firstMessage?: object): Promise<TestSocket> {
  const query = clientId === undefined ? '' : `?clientId=${clientId}`
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws${query}`)
  const messages: SeenMessage[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data: RawData, isBinary) => {
    const bytes = data as Buffer
    messages.push(isBinary ? { frame: bytes } : (JSON.parse(bytes.toString('utf8')) as SeenMessage))
    for (const check of waiting) check()
  })
  const until: TestSocket['until'] = (isMet) =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!isMet(messages)) return
        waiting.delete(check)
        resolve(messages)
      }
      waiting.add(check)
      check()
    })
  const seen: TestSocket = {
    messages,
    socket,
    until,
    finished: (promptId) =>
      until((all) => all.some((message) => isEndMarker(message) && message.data['prompt_id'] === promptId)),
    close: () =>
      new Promise((resolve) => {
        socket.once('close', () => resolve())
        socket.close()
      }),
  }
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('open', () => {
      if (firstMessage) socket.send(JSON.stringify(firstMessage))
      resolve(seen)
    })
  })
}

/** Whether a message says that a prompt's history can be read. */
export function isEndMarker(message: SeenMessage): message is { type: string; data: Record<string, unknown> } {
  return 'type' in message && message.type === 'executing' && message.data['node'] === null
}

/** `fetch` may not set Origin and Host; this may. */
function send(url: string, method: string, path: string, options: TestRequest): Promise<TestReply> {
  const body = options.json === undefined ? options.body : JSON.stringify(options.json)
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${url}${path}`, { method, headers: options.headers ?? {} }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const text = bytes.toString('utf8')
        const headers = response.headers as Record<string, string | undefined>
        const isJson = headers['content-type']?.startsWith('application/json') ?? false
        resolve({ status: response.statusCode ?? 0, headers, bytes, text, json: isJson ? JSON.parse(text) : text })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** A message's type and node, with the states of all nodes for `progress_state`: what sequences are compared by. */
export function label(message: SeenMessage): string {
  if ('frame' in message) return `frame ${message.frame.readUInt32BE(0)}`
  const { type, data } = message
  if (type === 'execution_cached') return `execution_cached ${(data['nodes'] as string[]).toSorted().join(',')}`
  if (type !== 'progress_state') return 'node' in data ? `${type} ${String(data['node'])}` : type
  const nodes = Object.entries(isRecord(data['nodes']) ? data['nodes'] : {})
  return `${type} ${nodes.map(([id, node]) => `${id}=${isRecord(node) ? String(node['state']) : ''}`).join(',')}`
}
