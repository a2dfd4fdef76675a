import type { z } from 'zod'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import { parseServerJson } from './server-json.ts'

/** Where a ComfyUI server listens; the URL may carry a path prefix. */
export interface ServerAddress {
  url: string
  /** Sent with every request and with the socket, for a server behind a proxy that asks for them; credentials may also stand in the URL. */
  headers?: Readonly<Record<string, string>>
  bearer?: string
}

export interface RequestOptions {
  method?: 'GET' | 'POST'
  query?: Readonly<Record<string, string>>
  json?: unknown
  form?: FormData
  /** For the whole answer, unless its reader extends the time. */
  timeoutMs?: number
  signal?: AbortSignal | undefined
}

/** A server that renders may take long to answer anything. */
const ANSWER_MS = 60_000
/** Failures before a byte left us: the server cannot have seen the request. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
])

/**
 * Requests to one server.
 *
 * Throws `server.unreachable` when nothing was sent, `server.noAnswer` when the server may have seen the request, and an
 * `AbortError` when `signal` was aborted or the connection closed. A status is never an error here.
 */
export class Http {
  readonly headers: Readonly<Record<string, string>>
  /** What a request waits for its answer unless it says otherwise. */
  readonly answerMs: number
  readonly #base: URL
  readonly #inFlight = new Set<AbortController>()
  #isClosed = false

  constructor(address: ServerAddress, answerMs = ANSWER_MS) {
    this.answerMs = answerMs
    this.#base = baseOf(address.url)
    this.headers = {
      ...basicAuthorization(this.#base),
      ...address.headers,
      ...(address.bearer === undefined ? {} : { authorization: `Bearer ${address.bearer}` }),
    }
  }

  /** The server as it is named in messages, without credentials. */
  get name(): string {
    return this.#base.host
  }

  url(path: string, query: Readonly<Record<string, string>> = {}): URL {
    const url = new URL(path, this.#base)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return url
  }

  socketUrl(clientId: string): URL {
    const url = this.url('ws', { clientId })
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    return url
  }

  /** Breaks off what is under way and refuses what comes, both with an `AbortError`. */
  close(): void {
    this.#isClosed = true
    for (const controller of this.#inFlight) controller.abort()
  }

  /** What `read` makes of the answer, within the time limit, which `extend` starts anew. */
  async request<T>(
    path: string,
    options: RequestOptions,
    read: (response: Response, extend: () => void) => Promise<T>,
  ): Promise<T> {
    const controller = new AbortController()
    const timer = setTimeout(() => {
      controller.abort(new AppError('server.noAnswer', `${this.name} did not answer in time.`))
    }, options.timeoutMs ?? this.answerMs)
    const abort = () => controller.abort()
    options.signal?.addEventListener('abort', abort)
    this.#inFlight.add(controller)
    try {
      if (this.#isClosed || options.signal?.aborted === true) abort()
      const response = await fetch(this.url(path, options.query), {
        method: options.method ?? 'GET',
        headers: { ...this.headers, ...(options.json === undefined ? {} : { 'content-type': 'application/json' }) },
        signal: controller.signal,
        ...(options.json === undefined ? {} : { body: JSON.stringify(options.json) }),
        ...(options.form === undefined ? {} : { body: options.form }),
      })
      return await read(response, () => timer.refresh())
    } catch (error) {
      controller.signal.throwIfAborted()
      throw error instanceof AppError ? error : this.#transportError(error)
    } finally {
      clearTimeout(timer)
      this.#inFlight.delete(controller)
      options.signal?.removeEventListener('abort', abort)
    }
  }

  /** Status and text of the answer. */
  text(path: string, options: RequestOptions = {}): Promise<{ status: number; text: string }> {
    return this.request(path, options, async (response) => ({ status: response.status, text: await response.text() }))
  }

  /** The JSON of a 200; throws what `statusError` says otherwise, and `server.protocol` when it does not fit the schema. */
  async json<T>(path: string, schema: z.ZodType<T>, options: RequestOptions = {}): Promise<T> {
    const { status, text } = await this.text(path, options)
    if (status !== 200) throw this.statusError(status, text, path)
    const parsed = schema.safeParse(parseServerJson(text))
    if (parsed.success) return parsed.data
    const message = `${this.name} answered /${path} with something else than ComfyUI does. Is it a ComfyUI server?`
    throw new AppError('server.protocol', message)
  }

  /** `server.noAnswer` for a 5xx, `server.forbidden` for 401 and 403, else `server.protocol`. */
  statusError(status: number, text: string, path: string): AppError {
    const words = firstLine(text)
    const start = words === '' ? '' : `${words} `
    const data = { status }
    if (status === 401 || status === 403) {
      const message = `${start}(${status}): ${this.name} refuses our requests. Check its address, its credentials and its allowed origins.`
      return new AppError('server.forbidden', message, { data })
    }
    if (status >= 500)
      return new AppError('server.noAnswer', `${start}(${status} of ${this.name} to /${path})`, { data })
    const message = `${start}(${status} of ${this.name} to /${path}). Is it a ComfyUI server?`
    return new AppError('server.protocol', message, { data })
  }

  #transportError(error: unknown): AppError {
    const cause = (error as { cause?: unknown }).cause
    const code = (cause as { code?: unknown } | undefined)?.code
    const found = typeof code === 'string' ? code : messageOf(cause ?? error)
    if (NOT_SENT.has(found)) {
      const message = `${this.name} cannot be reached (${found}). Is ComfyUI running there?`
      return new AppError('server.unreachable', message, { cause: error, data: { reason: found } })
    }
    return new AppError('server.noAnswer', `${this.name} broke off its answer (${found}).`, { cause: error })
  }
}

/** True when nothing listens at the address: a server that was there has ended. */
export function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.data['reason'] === 'ECONNREFUSED'
}

/** True when the server is down, away or not answering: waiting may help, another job would fare the same. */
export function isServerTrouble(error: unknown): error is AppError {
  return error instanceof AppError && error.code.startsWith('server.')
}

function baseOf(address: string): URL {
  let url: URL
  try {
    url = new URL(address.endsWith('/') ? address : `${address}/`)
  } catch {
    throw new AppError(
      'server.address',
      `"${address}" is not the address of a server. It looks like http://127.0.0.1:8188.`,
    )
  }
  if (url.protocol === 'http:' || url.protocol === 'https:') return url
  throw new AppError('server.address', `"${address}" must begin with http:// or https://.`)
}

/** Takes the credentials out of an address: `fetch` refuses one that has any. */
function basicAuthorization(base: URL): Record<string, string> {
  if (base.username === '' && base.password === '') return {}
  const credentials = `${decodeURIComponent(base.username)}:${decodeURIComponent(base.password)}`
  base.username = ''
  base.password = ''
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }
}

function firstLine(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? ''
  return line.trim().slice(0, 200)
}
