/** One node of a graph in ComfyUI's API format. */
export interface GraphNode {
  class_type: string
  inputs: Record<string, unknown>
  /** What an editor keeps of a node, its title for instance. */
  _meta?: unknown
}

/** A graph in API format: node id → node. */
export type Graph = Record<string, GraphNode>

/** `[node id, index of its output]`. */
export type Link = readonly [string, number]

/** Whether an input takes another node's output; any list of two counts, as in ComfyUI. */
export function isLink(value: unknown): value is Link {
  return Array.isArray(value) && value.length === 2
}

/** Whether a parsed JSON value is an object with named members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
