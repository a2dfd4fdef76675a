import type { ServerResponse } from 'node:http'
import type { WebSocket } from 'ws'
import { openDoor } from '../test-door.ts'
import type { Asked } from '../test-door.ts'

interface Exchange {
  request: { method: string; path: string; query?: Record<string, string>; json?: { prompt_id?: string } }
  status: number
  headers: Record<string, string>
  body: unknown
}

/** A recorded socket message; `client` is one that the recording client sent. */
export type RecordedMessage =
  { type: string; data: Record<string, unknown> } | { binary: { hex?: string; hexStart?: string } } | { client: object }

/** An exchange with a real server, as it was recorded. */
export interface Capture {
  scenario: string
  http: Exchange[]
  ws?: RecordedMessage[]
  otherSockets?: Record<string, RecordedMessage[]>
}

/** Answers a client as the recorded server answered the recorded one. */
export interface ReplayServer {
  url: string
  asked: Asked[]
  close(): Promise<void>
}

const CONTROLS = ['/queue', '/interrupt', '/free', '/history']

/**
 * Starts a server that plays a capture.
 *
 * Answers to the same question come in the recorded order, the last one again and again. A socket's messages follow the last
 * post; meanwhile its prompts run. Where two sockets were recorded, the first one breaks off after its last message.
 */
export async function openReplay(capture: Capture): Promise<ReplayServer> {
  const door = await openDoor()
  const replay = new Replay(capture)
  for (const question of replay.questions()) {
    door.answers[question] = (asked, response) => replay.answer(asked, response)
  }
  door.sockets.on('connection', (socket) => replay.connect(socket))
  return { url: door.url, asked: door.asked, close: () => door.close() }
}

class Replay {
  readonly #capture: Capture
  readonly #sockets: RecordedMessage[][]
  readonly #used = new Map<string, number>()
  readonly #running: string[] = []
  readonly #waiting: (() => void)[] = []
  #postsToCome: number
  #socketsToPlay: number

  constructor(capture: Capture) {
    this.#capture = capture
    const { first } = capture.otherSockets ?? {}
    this.#sockets = [...(first ? [first] : []), ...(capture.ws ? [capture.ws] : [])]
    this.#socketsToPlay = this.#sockets.length
    this.#postsToCome = capture.http.filter(({ request, status }) => isPost(request) && status === 200).length
  }

  questions(): string[] {
    const recorded = this.#capture.http.map(({ request }) => `${request.method} ${request.path}`)
    return [...new Set([...recorded, ...CONTROLS.map((path) => `POST ${path}`), 'GET /queue'])]
  }

  answer({ method, path, body }: Asked, response: ServerResponse): void {
    const route = path.replace(/\?.*/, '')
    const isPlaying = this.#socketsToPlay > 0
    if (isPlaying && route === '/queue' && method === 'GET') {
      json(response, this.#queue())
      return
    }
    if (isPlaying && route.startsWith('/history/')) {
      json(response, {})
      return
    }
    const found = route === '/view' ? this.#view(path) : this.#next(method, route, body)
    if (!found) {
      if (route === '/queue' && method === 'GET') {
        json(response, { queue_running: [], queue_pending: [] })
        return
      }
      return void response.writeHead(CONTROLS.includes(route) ? 200 : 404).end()
    }
    this.#note(found)
    response.writeHead(found.status, contentHeaders(found.headers))
    response.end(bytesOf(found.body))
  }

  connect(socket: WebSocket): void {
    const messages = this.#sockets.shift()
    if (!messages) return
    const [hello, ...rest] = messages.filter((message) => !('client' in message))
    const breaksOff = this.#sockets.length > 0
    if (hello) send(socket, hello)
    this.#whenPosted(() => {
      for (const message of rest) send(socket, message)
      this.#socketsToPlay--
      if (breaksOff) socket.close()
    })
  }

  #whenPosted(play: () => void): void {
    if (this.#postsToCome > 0) this.#waiting.push(play)
    else play()
  }

  #note({ request, status, body }: Exchange): void {
    if (!isPost(request) || status !== 200) return
    this.#running.push((body as { prompt_id: string }).prompt_id)
    this.#postsToCome--
    if (this.#postsToCome === 0) for (const play of this.#waiting.splice(0)) setImmediate(play)
  }

  #queue(): unknown {
    return { queue_running: this.#running.map((id, number) => [number, id, {}, {}, []]), queue_pending: [] }
  }

  #view(path: string): Exchange | undefined {
    const wanted = queryOf(Object.fromEntries(new URL(path, 'http://server').searchParams))
    return this.#capture.http.find(({ request }) => request.path === '/view' && queryOf(request.query ?? {}) === wanted)
  }

  /** The exchange of that prompt, or the next one with that question. */
  #next(method: string, route: string, body: string): Exchange | undefined {
    const alike = this.#capture.http.filter(({ request }) => request.method === method && request.path === route)
    const promptId = method === 'POST' && route === '/prompt' ? promptIdOf(body) : undefined
    const own = alike.find(({ request }) => promptId !== undefined && request.json?.prompt_id === promptId)
    if (own) return own
    const key = `${method} ${route}`
    const index = this.#used.get(key) ?? 0
    this.#used.set(key, index + 1)
    return alike[Math.min(index, alike.length - 1)]
  }
}

function isPost({ method, path }: Exchange['request']): boolean {
  return method === 'POST' && path === '/prompt'
}

/** An empty subfolder is none. */
function queryOf({ filename = '', subfolder = '', type = '' }: Record<string, string>): string {
  return JSON.stringify([filename, subfolder, type])
}

function promptIdOf(body: string): string | undefined {
  return (JSON.parse(body) as { prompt_id?: string }).prompt_id
}

function json(response: ServerResponse, value: unknown): void {
  response.end(JSON.stringify(value))
}

/** The lengths of cleaned bodies no longer fit. */
function contentHeaders(headers: Record<string, string>): Record<string, string> {
  const type = headers['Content-Type']
  return type === undefined ? {} : { 'content-type': type }
}

/** A recorded file is its length and its first bytes. */
function bytesOf(body: unknown): Buffer {
  const file = body as { bytes?: number; hex?: string; hexStart?: string } | null
  if (typeof file?.bytes === 'number') {
    const bytes = Buffer.alloc(file.bytes)
    bytes.write(file.hex ?? file.hexStart ?? '', 'hex')
    return bytes
  }
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

function send(socket: WebSocket, message: RecordedMessage): void {
  if ('binary' in message) socket.send(Buffer.from(message.binary.hex ?? message.binary.hexStart ?? '', 'hex'))
  else socket.send(JSON.stringify(message))
}
