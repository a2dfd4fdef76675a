import { z } from 'zod'
import type { Config } from '#electron/config/schema.ts'
import { AppError } from '#shared/models/app-error.ts'

export interface ChatRequest {
  system: string
  user: string
}

export interface ChatAnswer {
  text: string
  /** As the service counts them, else estimated. */
  tokens: number
}

type Settings = Config['images']['prompt_writer']

const MOST_ANSWER_BYTES = 200_000
const MOST_TEXT_CHARACTERS = 1500
const LEAST_TEXT_CHARACTERS = 15
const MOST_SAID_CHARACTERS = 160
const CHARACTERS_A_TOKEN = 4
const MOST_TOKENS = 1_000_000

const ANSWER = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
  usage: z
    .object({ total_tokens: z.int().min(0).max(MOST_TOKENS) })
    .optional()
    .catch(undefined),
})
const REFUSAL = z.object({ error: z.object({ message: z.string() }) })

/** True when the configuration names a service that writes prompts. */
export function hasService({ url }: Settings): boolean {
  return url !== undefined
}

/** What a request and the longest answer to it may cost. */
export function estimateTokens({ system, user }: ChatRequest, { max_tokens: mostAnswered }: Settings): number {
  return Math.ceil((system.length + user.length) / CHARACTERS_A_TOKEN) + mostAnswered
}

/**
 * Asks a service with the interface of OpenAI's chat completions, once.
 *
 * Follows no redirect, waits no longer than the settings say, reads no more than an answer can need, and takes from it only
 * one line of text. Throws `prompt.serviceFailed` with what was wrong; the key is in no message.
 */
export async function askService(request: ChatRequest, settings: Settings): Promise<ChatAnswer> {
  const { url = '', model, api_key: key, timeout_seconds: timeoutSeconds } = settings
  if (model === undefined) throw failed('no model is named for it (images.prompt_writer.model)')
  const body = {
    model,
    messages: [
      { role: 'system', content: request.system },
      { role: 'user', content: request.user },
    ],
    max_tokens: settings.max_tokens,
    temperature: 0,
    stream: false,
  }
  const headers = { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) }
  const signal = AbortSignal.timeout(timeoutSeconds * 1000)
  const hide = (text: string) => (key === undefined ? text : text.replaceAll(key, '[redacted]'))
  try {
    const options = { method: 'POST', headers, body: JSON.stringify(body), redirect: 'error', signal } as const
    const response = await fetch(`${url}/chat/completions`, options)
    const text = await readBounded(response)
    if (!response.ok) throw failed(`it answered ${response.status}${hide(saidIn(text))}`)
    return answerOf(text, request)
  } catch (error) {
    if (error instanceof AppError) throw error
    if (signal.aborted) throw failed(`it gave no answer within ${timeoutSeconds} seconds`)
    // The cause may hold the request's headers.
    throw failed('it cannot be reached, or broke off')
  }
}

async function readBounded({ body }: Response): Promise<string> {
  if (body === null) return ''
  const reader = body.getReader() as ReadableStreamDefaultReader<Uint8Array>
  const parts: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(parts).toString('utf8')
    size += value.byteLength
    if (size > MOST_ANSWER_BYTES) {
      await reader.cancel()
      throw failed('its answer is far too long')
    }
    parts.push(value)
  }
}

function answerOf(text: string, request: ChatRequest): ChatAnswer {
  const parsed = ANSWER.safeParse(jsonOf(text))
  if (!parsed.success) throw failed('its answer is not that of a chat service')
  const [first] = parsed.data.choices
  const said = tidy(first?.message.content ?? '')
  if (said.length < LEAST_TEXT_CHARACTERS || !/\p{L}{3}/u.test(said)) throw failed('it wrote nothing that can be drawn')
  if (said.length > MOST_TEXT_CHARACTERS) throw failed('what it wrote is too long for a prompt')
  const estimated = Math.ceil((request.system.length + request.user.length + text.length) / CHARACTERS_A_TOKEN)
  return { text: said, tokens: parsed.data.usage?.total_tokens ?? estimated }
}

/** One line without what models put around an answer. */
function tidy(content: string): string {
  return content
    .replace(/```\w*/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^["“'*_]+|["”'*_]+$/g, '')
    .trim()
}

function saidIn(text: string): string {
  const refusal = REFUSAL.safeParse(jsonOf(text))
  if (!refusal.success) return ''
  return `: ${tidy(refusal.data.error.message).slice(0, MOST_SAID_CHARACTERS)}`
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // Whoever checks the shape says that it is none.
  }
}

function failed(reason: string): AppError {
  return new AppError(
    'prompt.serviceFailed',
    `The service that writes prompts failed: ${reason}. Mend images.prompt_writer, or write the prompt yourself.`,
  )
}
