import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'
import { AppError } from '#shared/models/app-error.ts'
import { oddAnswer, statusError } from './answer-error.ts'
import type { Answer } from './answer-error.ts'
import { BODY_LIMIT_BYTES, readText } from './bounded-body.ts'
import { connectionError } from './connection-error.ts'
import { isRedirect, redirectError } from './redirect-error.ts'
import { checkedHeaders, parseAddress } from './server-address.ts'
import { parseServerJson } from './server-json.ts'
import { Transport } from './transport.ts'
import type { Outgoing } from './transport.ts'

/** Where a ComfyUI server listens; the URL may carry a path prefix and a query, which are kept, and credentials. */
export interface ServerAddress {
  url: string
  /** Sent with every request and with the socket, for a server behind a proxy that asks for them. */
  headers?: Readonly<Record<string, string>> | undefined
  bearer?: string | undefined
}

/** The address of a server as the configuration has it. */
export function addressOf(server: {
  url: string
  headers?: Readonly<Record<string, string>> | undefined
  token?: string | undefined
}): ServerAddress {
  return { url: server.url, headers: server.headers, bearer: server.token }
}

export interface RequestOptions {
  method?: 'GET' | 'POST'
  query?: Readonly<Record<string, string>>
  json?: unknown
  form?: FormData
  headers?: Readonly<Record<string, string>>
  /** For the whole answer, unless its reader extends the time. */
  timeoutMs?: number
  /** The most that is read of a text; a small answer when left out. */
  maxBytes?: number
  signal?: AbortSignal | undefined
}

/** A server that renders may take long to answer anything. */
const ANSWER_MS = 60_000
/** A shorter secret is more likely to be found in a word than to be told. */
const SECRET_CHARACTERS = 4

/**
 * Requests to one server.
 *
 * Throws `server.unreachable` or `server.certificate` when nothing was sent, `server.noAnswer` when the server may have seen the
 * request, `server.protocol` and `server.forbidden` when it answers as no ComfyUI server does or sends us elsewhere, and an
 * `AbortError` when `signal` was aborted or the connection closed. Any other status is no error here.
 */
export class Http {
  readonly headers: Readonly<Record<string, string>>
  /** What a request waits for its answer unless it says otherwise. */
  readonly answerMs: number
  readonly #base: URL
  readonly #transport: Transport
  readonly #inFlight = new Set<AbortController>()
  /** `api/` where a proxy passes on nothing else. */
  #prefix = ''
  #isClosed = false

  constructor(address: ServerAddress, answerMs = ANSWER_MS) {
    const { base, basic } = parseAddress(address.url)
    this.answerMs = answerMs
    this.#base = base
    this.#transport = new Transport(base.protocol === 'https:')
    this.headers = checkedHeaders({
      'user-agent': 'E3-Studio',
      ...(basic === null ? {} : { authorization: basic }),
      ...address.headers,
      ...(address.bearer === undefined ? {} : { authorization: `Bearer ${address.bearer}` }),
    })
  }

  /** The server as it is named in messages, without credentials. */
  get name(): string {
    return this.#base.host
  }

  /** Whom to trust beside the known authorities. */
  get certificates(): string[] | undefined {
    return this.#transport.certificates
  }

  url(path: string, query: Readonly<Record<string, string>> = {}): URL {
    const root = new URL(this.#prefix, this.#base)
    const url = new URL(root.pathname.endsWith('/api/') ? path.replace(/^api\//, '') : path, root)
    url.search = this.#base.search
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
    this.#transport.close()
  }

  /** What `ask` gives. A server that answers it only below `/api` is asked there from now on. */
  async discover<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'server.protocol') throw error
      const before = this.#prefix
      this.#prefix = before === '' ? 'api/' : ''
      return await ask().catch(() => {
        this.#prefix = before
        throw error
      })
    }
  }

  /** What `read` makes of the answer, within the time limit, which `extend` starts anew. */
  async request<T>(
    path: string,
    options: RequestOptions,
    read: (response: IncomingMessage, extend: () => void) => Promise<T>,
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
      const response = await this.#send(path, options, controller.signal)
      try {
        return await read(response, () => timer.refresh())
      } finally {
        // What nobody reads must not go on flowing.
        if (!response.readableEnded) response.destroy()
      }
    } catch (error) {
      controller.signal.throwIfAborted()
      throw error instanceof AppError ? error : connectionError(error, this.name)
    } finally {
      clearTimeout(timer)
      this.#inFlight.delete(controller)
      options.signal?.removeEventListener('abort', abort)
    }
  }

  /** Status and text of the answer; throws `server.protocol` for a 200 that is longer than it may be. */
  text(path: string, options: RequestOptions = {}): Promise<Answer> {
    const headers = { 'accept-encoding': 'gzip', ...options.headers }
    return this.request(path, { ...options, headers }, async (response) => {
      const maxBytes = options.maxBytes ?? BODY_LIMIT_BYTES.small
      const status = response.statusCode ?? 0
      const { text, isWhole } = await readText(response, maxBytes)
      if (isWhole || status !== 200) return { status, text }
      throw oddAnswer(this.name, path, `more than ${Math.round(maxBytes / 2 ** 20)} MB`)
    })
  }

  /** The JSON of a 200; throws what `statusError` says otherwise, and `server.protocol` when it does not fit the schema. */
  async json<T>(path: string, schema: z.ZodType<T>, options: RequestOptions = {}): Promise<T> {
    const { status, text } = await this.text(path, options)
    if (status !== 200) throw this.statusError({ status, text }, path)
    const parsed = schema.safeParse(parseServerJson(text))
    if (parsed.success) return parsed.data
    throw oddAnswer(this.name, path, /^\s*</.test(text) ? 'a web page' : 'something else than ComfyUI does')
  }

  /** For the routes whose answer is empty; throws what `statusError` says of anything but a 200. */
  async post(path: string, json: unknown): Promise<void> {
    const answer = await this.text(path, { method: 'POST', json })
    if (answer.status !== 200) throw this.statusError(answer, path)
  }

  /** What a status other than 200 means; see `statusError`. */
  statusError({ status, text }: Answer, path: string): AppError {
    return statusError(this.name, { status, text: this.#withoutSecrets(text) }, path)
  }

  async #send(path: string, options: RequestOptions, signal: AbortSignal): Promise<IncomingMessage> {
    const url = this.url(path, options.query)
    const { headers: bodyHeaders, body } = await encode(options)
    const response = await this.#transport.send({
      url,
      method: options.method ?? 'GET',
      headers: { ...this.headers, ...bodyHeaders, ...options.headers },
      ...(body === undefined ? {} : { body }),
      signal,
    })
    const status = response.statusCode ?? 0
    if (!isRedirect(status)) return response
    response.destroy()
    throw redirectError(this.name, url, status, response.headers.location)
  }

  /** A server may repeat what it was sent. */
  #withoutSecrets(text: string): string {
    return Object.entries(this.headers)
      .flatMap(([name, value]) => (name === 'user-agent' ? [] : [value, value.replace(/^\w+ /, '')]))
      .filter((secret) => secret.length >= SECRET_CHARACTERS)
      .reduce((rest, secret) => rest.replaceAll(secret, '…'), text.slice(0, 10_000))
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

async function encode({ json, form }: RequestOptions): Promise<Pick<Outgoing, 'headers' | 'body'>> {
  if (json !== undefined) return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) }
  if (form === undefined) return { headers: {} }
  const encoded = new Response(form)
  const type = encoded.headers.get('content-type') ?? ''
  return { headers: { 'content-type': type }, body: new Uint8Array(await encoded.arrayBuffer()) }
}
