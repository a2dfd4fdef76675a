import { z } from 'zod'

/** A file that a finished prompt left on the server. */
export interface ServerFile {
  filename: string
  subfolder: string
  /** `output`, `temp` or `input`. */
  type: string
}

/** How a prompt ended. */
export type Outcome =
  | { kind: 'success'; files: ServerFile[] }
  | { kind: 'failed'; message: string; isOutOfMemory: boolean }
  | { kind: 'cancelled' }
  /** Neither queued nor in history: the server was restarted, or someone deleted the prompt. */
  | { kind: 'lost' }

const fileSchema = z.object({
  filename: z.string().min(1),
  subfolder: z.string().catch(''),
  type: z.string().catch('output'),
})
const errorSchema = z.looseObject({
  node_id: z.union([z.string(), z.number()]).catch('?'),
  node_type: z.string().catch('node'),
  exception_type: z.string().catch(''),
  exception_message: z.string().catch(''),
})
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
const OUT_OF_MEMORY = /out ?of ?memory|ran out of memory on your GPU/i

/** The outcome that a history entry tells; null when the value is no such entry. */
export function readOutcome(value: unknown): Outcome | null {
  const parsed = entrySchema.safeParse(value)
  if (!parsed.success) return null
  const { outputs, status } = parsed.data
  // Servers that write no status only keep what has finished.
  if (!status || status.completed === true || status.status_str === 'success') {
    return { kind: 'success', files: filesOf(outputs) }
  }
  if (messageData(status.messages, 'execution_interrupted') !== null) return { kind: 'cancelled' }
  return readFailure(messageData(status.messages, 'execution_error'))
}

function readFailure(data: unknown): Outcome {
  const parsed = errorSchema.safeParse(data)
  if (!parsed.success)
    return { kind: 'failed', message: 'The server reports an error without a cause.', isOutOfMemory: false }
  const { node_id: id, node_type: type, exception_type: exception, exception_message: words } = parsed.data
  const said = words.trim() === '' ? exception : words.trim()
  return {
    kind: 'failed',
    message: `${said} (${exception === '' ? 'error' : exception} in node ${id}, ${type})`,
    isOutOfMemory: OUT_OF_MEMORY.test(exception) || OUT_OF_MEMORY.test(words),
  }
}

/** The data of the last message of that type, or null. */
function messageData(messages: readonly unknown[], type: string): unknown {
  for (const message of messages.toReversed()) {
    if (Array.isArray(message) && message[0] === type) return (message as unknown[])[1] ?? {}
  }
  return null
}

/** Saved files in the order of their nodes; previews only when nothing was saved. */
function filesOf(outputs: Record<string, unknown>): ServerFile[] {
  const nodes = Object.entries(outputs).sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
  const files = nodes.flatMap(([, media]) => {
    if (typeof media !== 'object' || media === null) return []
    return Object.values(media).flatMap((list: unknown) => (Array.isArray(list) ? list.flatMap(readFile) : []))
  })
  const saved = files.filter((file) => file.type === 'output')
  return saved.length > 0 ? saved : files
}

function readFile(value: unknown): ServerFile[] {
  const parsed = fileSchema.safeParse(value)
  return parsed.success ? [parsed.data] : []
}
