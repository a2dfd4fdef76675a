import { createHash } from 'node:crypto'
import { z } from 'zod'

const graphSchema = z.record(
  z.string(),
  z.looseObject({ class_type: z.string().min(1), inputs: z.record(z.string(), z.unknown()) }),
)

/** A workflow in ComfyUI's API format: nodes by id. */
export type Graph = z.infer<typeof graphSchema>

/** A template is either a usable graph or the reason why it is none, with the remedy. */
export type GraphReading = { graph: Graph } | { problem: string }

/** Reads a template's text; tells the editor's own file format from the API format. */
export function readGraph(text: string): GraphReading {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problem: `is not JSON: ${(error as Error).message}` }
  }
  if (typeof value === 'object' && value !== null && Array.isArray((value as Record<string, unknown>)['nodes'])) {
    return { problem: 'is in the format of the ComfyUI editor. Open it there and choose Workflow → Export (API)' }
  }
  const graph = graphSchema.safeParse(value)
  if (!graph.success) {
    const issue = graph.error.issues[0]
    return { problem: `is not a graph in API format: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}` }
  }
  if (Object.keys(graph.data).length === 0) return { problem: 'has no nodes' }
  return { graph: graph.data }
}

/** True for `["<nodeId>", output]`: the input comes from another node and takes no value of ours. */
export function isLink(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'number'
}

/** SHA-256 in hex of the value, whatever the order of its keys. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sortKeys)).digest('hex')
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
