import { join } from 'node:path'
import { z } from 'zod'
import { writeFileAtomic } from '#electron/library/atomic-file.ts'
import { sha256Of } from '#electron/library/book-files.ts'
import { parseFoundryFile, readIfThere } from '#electron/library/foundry-file.ts'
import type { Config } from '#electron/config/schema.ts'
import { AppError } from '#shared/models/app-error.ts'
import { askService, estimateTokens, type ChatRequest } from './prompt-service.ts'

type Settings = Config['images']['prompt_writer']

const count = z.int().nonnegative()
const SPENT = z.object({ schemaVersion: z.literal(1), calls: count, tokens: count })
const ANSWER = z.object({ schemaVersion: z.literal(1), text: z.string().min(1).max(4000), tokens: count })

/** Asks at most one question at a time: two could overdraw what a book may cost. */
let turn: Promise<unknown> = Promise.resolve()

/**
 * What a service answers to a request: asked once, then kept beside the book's pictures.
 *
 * What it costs is counted before it is asked, so that a kill forgets no call. Throws `prompt.spent` when the book has
 * cost what the settings allow, and what `askService` throws.
 */
export function askOnce(imagesDir: string, request: ChatRequest, settings: Settings): Promise<string> {
  const asking = turn.then(() => ask(join(imagesDir, 'prompts'), request, settings))
  turn = asking.catch(() => undefined)
  return asking
}

async function ask(dir: string, request: ChatRequest, settings: Settings): Promise<string> {
  const { model = '' } = settings
  const name = sha256Of(JSON.stringify([model, settings.max_tokens, request])).slice(0, 24)
  const file = join(dir, `${name}.json`)
  const known = await read(ANSWER, file)
  if (known !== null) return known.text

  const ledger = join(dir, 'spent.json')
  const spent = (await read(SPENT, ledger)) ?? { schemaVersion: 1 as const, calls: 0, tokens: 0 }
  const estimate = estimateTokens(request, settings)
  if (spent.calls >= settings.max_calls_per_book || spent.tokens + estimate > settings.max_tokens_per_book) {
    throw new AppError(
      'prompt.spent',
      `This book has cost ${spent.calls} calls and ${spent.tokens} tokens of the service that writes prompts: that is all it may cost. Raise images.prompt_writer.max_calls_per_book or max_tokens_per_book, or write the prompt yourself.`,
    )
  }
  await write(ledger, { ...spent, calls: spent.calls + 1, tokens: spent.tokens + estimate })
  const answer = await askService(request, settings)
  await write(ledger, { ...spent, calls: spent.calls + 1, tokens: spent.tokens + answer.tokens })
  await write(file, { schemaVersion: 1, text: answer.text, tokens: answer.tokens })
  return answer.text
}

/** Null for a file that is not there, and for one that somebody damaged: it is written anew. */
async function read<Schema extends z.ZodType>(schema: Schema, file: string): Promise<z.infer<Schema> | null> {
  const text = await readIfThere(file)
  if (text === null) return null
  try {
    return parseFoundryFile(schema, text, file)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

function write(file: string, value: object): Promise<void> {
  return writeFileAtomic(file, `${JSON.stringify(value)}\n`)
}
