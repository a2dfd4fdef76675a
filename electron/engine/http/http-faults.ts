import { setTimeout as delay } from 'node:timers/promises'
import { occurs, type Faults } from '../faults.ts'
import { empty, serverError, text, tooLarge, type Reply } from './reply.ts'

/** A reply, or what comes in its place: a cut connection, silence, a body that does not end. */
export type SpoiltReply = Reply | 'cut' | 'never' | 'endless'

/** Stands between a request and its answer; the path is without `/api`. */
export interface HttpFaults {
  reply(method: string, path: string, answer: () => Promise<Reply>): Promise<SpoiltReply>
}

const LOGIN_PAGE = '<!doctype html><html><head><title>Log in</title></head><body>Please log in.</body></html>'

/** The faults that concern HTTP. */
export function httpFaults(faults: Faults, maxBodyBytes: number): HttpFaults {
  return {
    async reply(method, path, answer) {
      const isTouched = path.startsWith(faults.onPath)
      if (isTouched && faults.slowRepliesMs > 0) await delay(faults.slowRepliesMs)
      const spoilt = isTouched ? inPlaceOfAnswer(faults, path) : null
      if (spoilt !== null) return spoilt
      const reply = await answerTo(faults, maxBodyBytes, method, path, answer)
      if (isTouched && faults.lateRepliesMs > 0) await delay(faults.lateRepliesMs)
      if (typeof reply === 'string' || !isTouched || !occurs(faults, 'wrongContentType')) return reply
      return { ...reply, headers: { ...reply.headers, 'Content-Type': 'text/html' } }
    },
  }
}

function inPlaceOfAnswer(faults: Faults, path: string): SpoiltReply | null {
  if (occurs(faults, 'neverReply')) return 'never'
  if (occurs(faults, 'cutRequests')) return 'cut'
  if (occurs(faults, 'endlessBodies')) return 'endless'
  if (occurs(faults, 'failRequests')) return serverError()
  if (occurs(faults, 'htmlReplies')) return text(200, LOGIN_PAGE, { 'Content-Type': 'text/html' })
  return occurs(faults, 'redirects') ? { status: 302, headers: { Location: path } } : null
}

function answerTo(
  faults: Faults,
  maxBodyBytes: number,
  method: string,
  path: string,
  answer: () => Promise<Reply>,
): Promise<SpoiltReply> {
  if (method === 'POST' && path === '/prompt') return replyToPrompt(faults, maxBodyBytes, answer)
  return method === 'GET' && path === '/view' ? replyToView(faults, answer) : answer()
}

async function replyToPrompt(faults: Faults, maxBodyBytes: number, answer: () => Promise<Reply>): Promise<SpoiltReply> {
  if (occurs(faults, 'httpStatus')) {
    const status = faults.httpStatusCode
    return status === 500 ? serverError() : text(status, `${status}: refused on request`)
  }
  if (occurs(faults, 'rejectTooLarge')) return tooLarge(maxBodyBytes)
  const reply = await answer()
  if (reply.status === 200 && occurs(faults, 'acceptThenCut')) return 'cut'
  return reply.status === 200 && occurs(faults, 'partialNodeErrors') ? withNodeErrors(reply) : reply
}

async function replyToView(faults: Faults, answer: () => Promise<Reply>): Promise<SpoiltReply> {
  if (occurs(faults, 'missingView')) return empty(404)
  const reply = await answer()
  const isCut = reply.file !== undefined && occurs(faults, 'resetView')
  return isCut ? { ...reply, isCut } : reply
}

function withNodeErrors(reply: Reply): Reply {
  const accepted = JSON.parse(String(reply.body)) as Record<string, unknown>
  const error = {
    type: 'required_input_missing',
    message: 'Required input is missing',
    details: 'text',
    extra_info: { input_name: 'text' },
  }
  const node_errors = { '1': { errors: [error], dependent_outputs: ['2'], class_type: 'FliteSpeech' } }
  return { ...reply, body: JSON.stringify({ ...accepted, node_errors }) }
}
