import { z } from 'zod'
import { AppError } from '#shared/models/app-error.ts'
import { isForbidden } from './answer-error.ts'
import type { Answer } from './answer-error.ts'
import type { Http } from './http.ts'
import { readRefusal } from './refusal.ts'
import { parseServerJson } from './server-json.ts'
import { plainWords } from './server-words.ts'

/** What a server made of a posted prompt. */
export interface PromptReply {
  /** Under which it runs; null where the server does not say. */
  promptId: string | null
  /** Why it runs only in part, which is not what was asked for. */
  refusal: AppError | null
}

/** What may stand in a URL and in a row. Ours are UUIDs; a server may insist on something of its own. */
const promptIdSchema = z.string().regex(/^[A-Za-z0-9][\w.:-]{0,127}$/)
const replySchema = z.looseObject({ prompt_id: promptIdSchema.nullable().catch(null) })

/**
 * Reads the answer to a posted prompt.
 *
 * Throws `job.*` when the server refuses it, `server.*` with the status when it was not taken, and `server.noAnswer` when that is
 * not to be made out.
 */
export function readPromptReply(http: Http, answer: Answer): PromptReply {
  const { status, text } = answer
  const body = parseServerJson(text)
  const refusal = readRefusal(body)
  if (status < 200 || status > 299) {
    if (status === 413) {
      throw new AppError('job.invalid', `${plainWords(text)} The prompt is too large for ${http.name}.`)
    }
    throw (status < 500 && !isForbidden(status) ? refusal : null) ?? http.statusError(answer, 'prompt')
  }
  const { data } = replySchema.safeParse(body)
  if (data && (data.prompt_id !== null || refusal !== null)) return { promptId: data.prompt_id, refusal }
  const message = `${http.name} answered a prompt with something else than ComfyUI does.`
  throw new AppError('server.noAnswer', message)
}

/**
 * What became of a post that threw: `server.noAnswer` when the server may have taken the prompt all the same.
 *
 * Whoever gets that must look for the prompt, and not post it again.
 */
export function postError(error: unknown): unknown {
  // A refusal has a status; an answer that could not be read has none.
  const isUnread = error instanceof AppError && error.code === 'server.protocol' && error.data['status'] === undefined
  return isUnread ? new AppError('server.noAnswer', error.message, { cause: error }) : error
}
