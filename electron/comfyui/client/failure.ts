import { z } from 'zod'
import { plainWords } from './server-words.ts'

/** Why a prompt failed on its server. */
export interface PromptFailure {
  /** One line: the server's words and the node. */
  message: string
  /** Complete, for the job's row: the server's words, the node, the server's traceback. Holds its paths, never the job's text. */
  trace: string
  /** Null where the server names none. */
  nodeId: string | null
  nodeType: string | null
  exceptionType: string | null
  isOutOfMemory: boolean
}

const text = z.string().catch('')
const errorSchema = z.looseObject({
  node_id: z.union([z.string(), z.number().transform(String)]).catch(''),
  node_type: text,
  exception_type: text,
  exception_message: text,
  traceback: z
    .array(text)
    .or(z.string().transform((lines) => lines.split('\n')))
    .catch([]),
})
const OUT_OF_MEMORY = /out ?of ?memory|ran out of memory on your GPU/i
const MAX_CHARACTERS = 1000
const MAX_LINES = 200

/** Reads the data of an `execution_error`. */
export function readFailure(data: unknown): PromptFailure {
  const parsed = errorSchema.safeParse(data)
  if (!parsed.success) return failureOf('The server reports an error without a cause.')
  const { node_id: id, node_type: type, exception_type: exception, exception_message: words, traceback } = parsed.data
  const nodeId = orNull(id)
  const nodeType = orNull(type)
  const exceptionType = orNull(exception)
  const place = `${exceptionType ?? 'error'} in node ${nodeId ?? '?'}, ${nodeType ?? 'of no known class'}`
  const said = linesOf(words.split('\n'))
  const first = said.length > 0 ? said : [exceptionType ?? 'The server reports an error without words.']
  return {
    message: `${plainWords(first.join(' '), MAX_CHARACTERS)} (${place})`,
    trace: [...first, place, ...linesOf(traceback.flatMap((piece) => piece.split('\n')))].join('\n'),
    nodeId,
    nodeType,
    exceptionType,
    isOutOfMemory: OUT_OF_MEMORY.test(exception) || OUT_OF_MEMORY.test(first.join('\n')),
  }
}

/** A failure that no node is to blame for. */
export function failureOf(message: string): PromptFailure {
  return { message, trace: message, nodeId: null, nodeType: null, exceptionType: null, isOutOfMemory: false }
}

function orNull(word: string): string | null {
  return plainWords(word, 100) || null
}

/** Indented as they came, without empty ones. */
function linesOf(lines: readonly string[]): string[] {
  return lines.slice(0, MAX_LINES).flatMap((line) => {
    const words = plainWords(line, MAX_CHARACTERS)
    return words === '' ? [] : [(/^ {0,8}/.exec(line)?.[0] ?? '') + words]
  })
}
