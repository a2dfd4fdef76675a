import type { IncomingMessage } from 'node:http'
import { AppError } from '#shared/models/app-error.ts'
import type { HttpReply } from './http-reply.ts'
import { isForeignNavigation, type RequestHead } from './gate.ts'
import type { PasswordGate } from './password-gate.ts'
import { readBody } from './request-body.ts'
import type { Sessions } from './sessions.ts'
import { enterPage, SIGN_IN_POLICY, signInPage } from './sign-in-page.ts'

const LARGEST_FORM_BYTES = 4096
const FORM_IDLE_MS = 10_000

/** Lets browsers in: by the printed address, and where there is one by the password. */
export class FrontDoor {
  readonly #sessions: Sessions
  readonly #password: PasswordGate | null
  readonly #onAddressUsed: () => void

  constructor(options: { sessions: Sessions; password: PasswordGate | null; onAddressUsed: () => void }) {
    this.#sessions = options.sessions
    this.#password = options.password
    this.#onAddressUsed = options.onAddressUsed
  }

  /** The answer to `/` for a browser with a token, or without a session; null for one that may come in. */
  knock(head: RequestHead, token: string | null, isSignedIn: boolean): HttpReply | null {
    if (isSignedIn) return token === null ? null : toStudio()
    // A HEAD is a preview of the link, not its use.
    if (token !== null && head.method === 'GET' && this.#sessions.redeem(token)) {
      this.#onAddressUsed()
      return this.#letIn()
    }
    if (isForeignNavigation(head)) return html(200, enterPage())
    return this.#refusePage(
      401,
      token === null ? undefined : 'This address has been used already, or the studio was started anew since.',
    )
  }

  /** Takes the form of the sign-in page; who opens its address again is asked anew. */
  async signIn(request: IncomingMessage): Promise<HttpReply> {
    if (request.method !== 'POST') return toStudio()
    if (this.#password === null) throw new AppError('page.unknown', 'There is nothing at this address.')
    const body = await readBody(request, { mostBytes: LARGEST_FORM_BYTES, idleMs: FORM_IDLE_MS })
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'))
    try {
      this.#password.check(form.get('password') ?? '', request.socket.remoteAddress ?? '')
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (error.code === 'signIn.wrong') return this.#refusePage(401, error.message)
      return withHeader(this.#refusePage(429, error.message), 'Retry-After', String(Number(error.data.waitSeconds)))
    }
    return this.#letIn()
  }

  #letIn(): HttpReply {
    return withHeader(toStudio(), 'Set-Cookie', this.#sessions.open())
  }

  #refusePage(status: number, problem?: string): HttpReply {
    return html(status, signInPage({ hasPassword: this.#password !== null, ...(problem !== undefined && { problem }) }))
  }
}

function withHeader(reply: HttpReply, name: string, value: string): HttpReply {
  return { ...reply, headers: { ...reply.headers, [name]: value } }
}

function toStudio(): HttpReply {
  return { status: 303, headers: { Location: '/' } }
}

function html(status: number, body: string): HttpReply {
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': SIGN_IN_POLICY,
    // With `no-referrer` a browser sends a form's Origin as null.
    'Referrer-Policy': 'same-origin',
  }
  return { status, headers, body }
}
