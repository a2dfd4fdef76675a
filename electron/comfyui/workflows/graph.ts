import { createHash } from 'node:crypto'
import { z } from 'zod'
import { LARGEST_GRAPH_CHARACTERS } from '#shared/models/workflow-card.ts'

const graphSchema = z.record(
  z.string(),
  z.looseObject({ class_type: z.string().min(1), inputs: z.record(z.string(), z.unknown()) }),
)

/** A workflow in ComfyUI's API format: nodes by id. */
export type Graph = z.infer<typeof graphSchema>

/** A template is either a usable graph or the reason why it is none, with the remedy. */
export type GraphReading = { graph: Graph } | { problem: string; isEditorFormat: boolean }

const MOST_NODES = 5000
/** Values of inputs nest a few levels; deeper ones would exhaust whoever walks them. */
const MOST_LEVELS = 50

/** Reads a template's text, also inside the `{"prompt": …}` of a request; tells the editor's own file format from the API format. */
export function readGraph(text: string): GraphReading {
  const megabytes = LARGEST_GRAPH_CHARACTERS / 1_000_000
  if (text.length > LARGEST_GRAPH_CHARACTERS) return notGraph(`is larger than ${megabytes} MB: no graph is`)
  let value: unknown
  try {
    // Editors on Windows put a mark in front.
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return notGraph(whatElse(text) ?? `is not JSON: ${(error as Error).message}`)
  }
  if (!isRecord(value)) return notGraph('holds no nodes with names, as a graph in API format does')
  if (isNestedDeeply(value)) return notGraph('is nested too deeply for a graph')
  if (Array.isArray(value['nodes'])) {
    const problem =
      'is in the format of the ComfyUI editor. Open it there and choose Workflow → Export (API). In an older ComfyUI, switch on Dev mode Options in the settings and choose Save (API Format)'
    return { problem, isEditorFormat: true }
  }
  const graph = graphSchema.safeParse(isRequest(value) ? value['prompt'] : value)
  if (!graph.success) {
    const issue = graph.error.issues[0]
    return notGraph(
      `is not a graph in API format: ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(': ')}`,
    )
  }
  const nodes = Object.keys(graph.data).length
  if (nodes === 0) return notGraph('has no nodes')
  if (nodes > MOST_NODES) return notGraph(`has ${nodes} nodes; up to ${MOST_NODES} are read`)
  return { graph: graph.data }
}

/** True for `["<nodeId>", output]`: the input comes from another node and takes no value of ours. */
export function isLink(value: unknown): value is [string, number] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'number'
}

/** SHA-256 in hex of the value, whatever the order of its keys. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sortKeys)).digest('hex')
}

/** What people take for a graph now and then. */
function whatElse(text: string): string | null {
  if (text.trim() === '') return 'is empty'
  if (/^\s*</.test(text)) return 'is a web page, not a graph'
  return /[\0\uFFFD]/.test(text.slice(0, 1000)) ? 'is no text file; a graph is saved as .json' : null
}

function notGraph(problem: string): GraphReading {
  return { problem, isEditorFormat: false }
}

/** What is posted to a server; a node may be called `prompt` as well. */
function isRequest(value: Record<string, unknown>): boolean {
  return isRecord(value['prompt']) && !Object.hasOwn(value['prompt'], 'class_type')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Goes level by level: recursion would end where it is to find the end. */
function isNestedDeeply(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return true
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? (Object.values(item) as unknown[]) : [],
    )
  }
  return false
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
