import { z } from 'zod'
import { failureOf, readFailure } from './failure.ts'
import type { PromptFailure } from './failure.ts'

/** A file on a server. */
export interface ServerFile {
  filename: string
  subfolder: string
  /** `output`, `temp` or `input`. */
  type: string
}

/** A file that a node of a finished prompt left on the server. */
export interface OutputFile extends ServerFile {
  nodeId: string
}

/** How a prompt ended. */
export type Outcome =
  | {
      kind: 'success'
      /** Saved files in the order of their nodes; previews only when nothing was saved. */
      files: OutputFile[]
      /** What nodes show as text, in the order of their nodes. */
      texts: string[]
      /** By the server's own clock, from the prompt's start to its end; null where it does not say. Short where results were cached. */
      renderMs: number | null
    }
  | ({ kind: 'failed' } & PromptFailure)
  | { kind: 'cancelled' }
  /** Neither queued nor in history; `reason` says in words why, where it is known. */
  | { kind: 'lost'; reason?: string }

const entrySchema = z.looseObject({
  outputs: z.record(z.string(), z.unknown()).catch({}),
  status: z
    .looseObject({
      status_str: z.string().catch(''),
      completed: z.boolean().optional().catch(undefined),
      messages: z.array(z.unknown()).catch([]),
    })
    .nullish()
    .catch(undefined),
})
/** Control characters are in no name; the lengths are those of file systems. */
const namePart = (maxCharacters: number) =>
  z
    .string()
    .max(maxCharacters)
    .regex(/^\P{Cc}*$/u)
const fileSchema = z.object({
  filename: namePart(1024).min(1),
  subfolder: namePart(4096).nullish(),
  type: namePart(20).catch('output'),
})
const TEXT_KEY = /^(text|string)s?$/
const MAX_FILES = 1000
const MAX_TEXT_CHARACTERS = 4_000_000

/** The outcome that a history entry tells; null when the value is no such entry. */
export function readOutcome(value: unknown): Outcome | null {
  const parsed = entrySchema.safeParse(value)
  if (!parsed.success) return null
  const { outputs, status } = parsed.data
  const messages = (status?.messages ?? []).flatMap(readMessage)
  // Servers that write no status only keep what has finished.
  if (!status || status.completed === true || status.status_str === 'success') return readSuccess(outputs, messages)
  const last = messages.findLast(({ type }) => type === 'execution_interrupted' || type === 'execution_error')
  return last?.type === 'execution_interrupted' ? { kind: 'cancelled' } : { kind: 'failed', ...readFailure(last?.data) }
}

/** Any medium may stand under any key; what is neither file nor text is skipped. */
function readSuccess(outputs: Readonly<Record<string, unknown>>, messages: readonly Message[]): Outcome {
  const files: OutputFile[] = []
  const texts: string[] = []
  let roomCharacters = MAX_TEXT_CHARACTERS
  const nodes = Object.entries(outputs).sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
  for (const [nodeId, media] of nodes) {
    for (const [key, value] of shownBy(media)) {
      const file = readFile(nodeId, value)
      if (file) files.push(file)
      else if (typeof value === 'string' && TEXT_KEY.test(key) && value.length <= roomCharacters) {
        texts.push(value)
        roomCharacters -= value.length
      }
      if (files.length <= MAX_FILES) continue
      return { kind: 'failed', ...failureOf(`The prompt left more than ${MAX_FILES} files on the server.`) }
    }
  }
  const saved = files.filter(({ type }) => type === 'output')
  return { kind: 'success', files: saved.length > 0 ? saved : files, texts, renderMs: renderMsOf(messages) }
}

/** Each value with its key, whether it stands alone, in a list or in a list of lists. */
function* shownBy(media: unknown): Generator<[string, unknown]> {
  if (typeof media !== 'object' || media === null) return
  for (const [key, value] of Object.entries(media) as [string, unknown][]) {
    for (const item of Array.isArray(value) ? (value as unknown[]).flat() : [value]) yield [key, item]
  }
}

function readFile(nodeId: string, value: unknown): OutputFile | null {
  if (typeof value !== 'object' || value === null) return null
  const { data } = fileSchema.safeParse(value)
  return data ? { ...data, subfolder: data.subfolder ?? '', nodeId } : null
}

interface Message {
  type: string
  data: unknown
}

/** `["execution_start", {…}]` */
function readMessage(message: unknown): Message[] {
  if (!Array.isArray(message)) return []
  const [type, data] = message as unknown[]
  return typeof type === 'string' ? [{ type, data }] : []
}

function renderMsOf(messages: readonly Message[]): number | null {
  const startMs = timestampOf(messages.find(({ type }) => type === 'execution_start'))
  const endMs = timestampOf(messages.findLast(({ type }) => type === 'execution_success'))
  return startMs === null || endMs === null || endMs < startMs ? null : endMs - startMs
}

function timestampOf(message: Message | undefined): number | null {
  const { timestamp } = (message?.data ?? {}) as { timestamp?: unknown }
  return typeof timestamp === 'number' && Number.isFinite(timestamp) ? timestamp : null
}
