import { readFileSync } from 'node:fs'
import { Agent, request as openPlain } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { Agent as SecureAgent, request as openSecure } from 'node:https'
import { rootCertificates } from 'node:tls'

/** A request on its way. */
export interface Outgoing {
  url: URL
  method: 'GET' | 'POST'
  headers: Readonly<Record<string, string>>
  body?: string | Uint8Array
  signal: AbortSignal
}

/** There was no connection: the server cannot have seen the request. */
export class NotConnectedError extends Error {}

const CONNECT_MS = 10_000
/** Servers leave an idle connection after five seconds or more; we go first. */
const IDLE_MS = 4000
const MAX_CONNECTIONS = 32

/** Connections to one server. Follows nothing, unpacks nothing, waits for nothing but a connection. */
export class Transport {
  /** Whom to trust beside the authorities that everybody knows; undefined where nobody was named. */
  readonly certificates: string[] | undefined
  readonly #agent: Agent

  constructor(isSecure: boolean) {
    const options = { keepAlive: true, timeout: IDLE_MS, maxSockets: MAX_CONNECTIONS }
    this.certificates = isSecure ? extraCertificates() : undefined
    this.#agent = isSecure ? new SecureAgent({ ...options, ca: this.certificates }) : new Agent(options)
  }

  close(): void {
    this.#agent.destroy()
  }

  /** Resolves with the head of the answer. Rejects with `NotConnectedError` when nothing was sent, else with Node's own error. */
  send(outgoing: Outgoing): Promise<IncomingMessage> {
    const { url, method, headers, body, signal } = outgoing
    const isSecure = url.protocol === 'https:'
    // What must not be sent twice never meets a connection that the server has just given up.
    const agent = method === 'GET' ? this.#agent : false
    return new Promise((resolve, reject) => {
      const open = isSecure ? openSecure : openPlain
      const sent = open(url, { method, headers, signal, agent, ca: this.certificates })
      let isConnected = false
      let isAnswered = false
      let timer: NodeJS.Timeout | undefined
      sent.on('socket', (socket) => {
        if (sent.reusedSocket) isConnected = true
        if (isConnected) return
        timer = setTimeout(() => sent.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })), CONNECT_MS)
        socket.once(isSecure ? 'secureConnect' : 'connect', () => {
          clearTimeout(timer)
          isConnected = true
        })
      })
      sent.on('response', (response) => {
        isAnswered = true
        resolve(response)
      })
      sent.on('error', (error) => {
        if (isAnswered) return
        if (sent.reusedSocket && !signal.aborted && isHungUp(error)) resolve(this.send(outgoing))
        else reject(isConnected ? error : new NotConnectedError(error.message, { cause: error }))
      })
      sent.on('close', () => clearTimeout(timer))
      sent.end(body)
    })
  }
}

/** The code of a failure of Node's, or its words. */
export function codeOf(error: unknown): string {
  const cause = error instanceof NotConnectedError ? error.cause : error
  const code = (cause as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : cause instanceof Error ? cause.message : String(cause)
}

function isHungUp(error: Error): boolean {
  return ['ECONNRESET', 'EPIPE'].includes(codeOf(error))
}

/** Node reads this variable itself, but Electron can be built to ignore it. */
function extraCertificates(): string[] | undefined {
  const file = process.env['NODE_EXTRA_CA_CERTS']
  if (file === undefined || file === '') return undefined
  try {
    return [...rootCertificates, readFileSync(file, 'utf8')]
  } catch {
    // As in Node: a file that is not there adds nobody, and the server's certificate is refused with the remedy.
    return undefined
  }
}
