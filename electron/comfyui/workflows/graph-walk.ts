import type { JobInputValue } from '#shared/models/job.ts'
import { isLink } from './graph.ts'
import type { Graph } from './graph.ts'

/** An input of a node. */
export interface Place {
  node: string
  input: string
}

type Node = Graph[string]

/** Nodes that only hold a value for others. */
const VALUE_HOLDER = /^Primitive|^(Text|String)\b|Concat|^PreviewAny|^Show|^Save|^Display/i
/** Their inputs. */
const HELD_VALUE = ['value', 'string', 'text', 'int', 'float', 'number', 'seed']
/** A graph may have rings. */
const MOST_STEPS = 50
/** What belongs together lies closer. */
const MOST_NODES = 500

/** True for a node that does nothing with a value but keep, join or show it. */
export function isValueHolder(graph: Graph, id: string): boolean {
  return VALUE_HOLDER.test(nodeOf(graph, id).class_type)
}

/** Where the value of an input is kept: in the node itself, or in one that only holds it; null for anything else. */
export function valuePlace(graph: Graph, node: string, input: string): Place | null {
  let place: Place = { node, input }
  for (let step = 0; step < MOST_STEPS; step++) {
    const value = nodeOf(graph, place.node).inputs[place.input]
    if (isScalar(value)) return place
    if (!isLink(value) || !isValueHolder(graph, value[0])) return null
    const { inputs } = nodeOf(graph, value[0])
    const held = HELD_VALUE.find((name) => name in inputs)
    if (held === undefined) return null
    place = { node: value[0], input: held }
  }
  return null
}

/** A node and what it hangs on, nearest first; nothing behind a node that `passes` refuses. */
export function upstream(graph: Graph, start: string, passes: (node: Node) => boolean = () => true): string[] {
  const found = new Set<string>()
  let level = [start]
  for (let step = 0; level.length > 0 && step < MOST_STEPS && found.size < MOST_NODES; step++) {
    const here = level.filter((id) => !found.has(id) && Object.hasOwn(graph, id) && passes(nodeOf(graph, id)))
    for (const id of here) found.add(id)
    level = here.flatMap((id) =>
      Object.values(nodeOf(graph, id).inputs).flatMap((value) => (isLink(value) ? [value[0]] : [])),
    )
  }
  return [...found]
}

/** An empty one where the graph has none of that id. */
export function nodeOf(graph: Graph, id: string): Node {
  const node = Object.hasOwn(graph, id) ? graph[id] : undefined
  return node ?? { class_type: '', inputs: {} }
}

/** True for what a job may give. */
export function isScalar(value: unknown): value is JobInputValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
