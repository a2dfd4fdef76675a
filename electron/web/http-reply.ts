import type { IncomingMessage, ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Reply } from '#shared/contract/reply.ts'
import { encodeMessage } from '#shared/contract/wire.ts'
import { AppError } from '#shared/models/app-error.ts'
import { contentSecurityPolicy } from './renderer-page.ts'

/** An answer over HTTP. */
export interface HttpReply {
  status: number
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array
  /** In place of a body; is destroyed when it is not sent. */
  stream?: Readable | null
}

/** Refusals that are not an answer of the studio itself, which is a 200 whether it says yes or no. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  'message.malformed': 400,
  'request.badAddress': 400,
  'request.invalid': 400,
  'host.signedOut': 401,
  'signIn.wrong': 401,
  'host.foreign': 403,
  'media.unknown': 404,
  'page.unknown': 404,
  'request.unknown': 404,
  'request.badMethod': 405,
  'request.tooSlow': 408,
  'request.tooLarge': 413,
  'signIn.tooManyTries': 429,
  internal: 500,
  'host.tooManyWindows': 503,
}

/** Nothing but the studio's own page, no address of ours told to others, no frame, of devices only the microphone. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy({ media: "'self'" }),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'microphone=(self), camera=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=(), midi=(), payment=()',
  'Cache-Control': 'no-store',
}

/** How long a refused upload may go on sending, so that its sender reads the answer. */
const LINGER_MS = 5_000

/** A reply of the contract with the HTTP status that fits it. */
export function contractReply(reply: Reply<unknown>): HttpReply {
  const { mediaType, body } = encodeMessage(reply)
  const status = reply.ok ? 200 : (STATUS_OF_CODE[reply.error.code] ?? 200)
  return { status, headers: { 'Content-Type': mediaType }, body }
}

/** The answer to a request that did not come through; a bug shows nothing of itself. */
export function refusalReply(error: unknown): HttpReply {
  if (!(error instanceof AppError)) {
    const message = 'Something unexpected went wrong. The log of this environment has the details.'
    return contractReply({ ok: false, error: { code: 'internal', message, data: {} } })
  }
  const { code, message, data } = error
  const reply = contractReply({ ok: false, error: { code, message, data } })
  return reply.status === 200 ? { ...reply, status: 503 } : reply
}

/** Sends an answer with the headers that guard it; HEAD gets all but the body. */
export async function sendReply(request: IncomingMessage, response: ServerResponse, reply: HttpReply): Promise<void> {
  const { status, headers, body = '', stream } = reply
  // Before the head is written: a file that has gone is still a proper refusal then.
  if (stream) await once(stream, 'readable')
  const length = stream ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
  response.writeHead(status, { ...SECURITY_HEADERS, ...length, ...headers })
  if (request.method === 'HEAD') {
    stream?.destroy()
    response.end()
  } else if (stream) await pipeline(stream, response)
  else response.end(body)
  if (!request.complete) linger(request)
}

/** Reads on for a while after an early answer; a closed connection would take the answer with it. */
function linger(request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), LINGER_MS)
  timer.unref()
  request.once('close', () => clearTimeout(timer))
  request.resume()
}
