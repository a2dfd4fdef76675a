import type { Graph } from '../workflows/graph.ts'
import { hashOf, isLink } from '../workflows/graph.ts'

/** A job's graph, as it would be posted alone. */
export interface MemberGraph {
  jobId: number
  graph: Graph
}

/**
 * One graph that renders all of these; each member's nodes carry its job's id in theirs.
 *
 * Nodes that would do the same are there once, such as the loading of a voice sample, but not those that nothing
 * follows: each member saves its own.
 */
export function mergeGraphs(members: readonly MemberGraph[]): Graph {
  const merged: Graph = {}
  const shared = new Map<string, string>()
  for (const { jobId, graph } of members) {
    const isFollowed = followed(graph)
    const places = new Map<string, string>()
    const add = (id: string): string => {
      const known = places.get(id)
      if (known !== undefined) return known
      const node = graph[id]
      const own = prefixOf(jobId) + id
      places.set(id, own)
      if (!node) return own
      const inputs = Object.fromEntries(
        Object.entries(node.inputs).map(([name, value]) => [name, isLink(value) ? relink(value, add) : value]),
      )
      const signature = hashOf({ class_type: node.class_type, inputs })
      const twin = isFollowed.has(id) ? shared.get(signature) : undefined
      if (twin === undefined) merged[own] = { ...node, inputs }
      if (isFollowed.has(id)) shared.set(signature, twin ?? own)
      places.set(id, twin ?? own)
      return twin ?? own
    }
    for (const id of Object.keys(graph)) add(id)
  }
  return merged
}

/** What a member's node ids begin with in a merged graph. */
export function prefixOf(jobId: number): string {
  return `job${jobId}_`
}

/** The ids of nodes whose output another one takes. */
function followed(graph: Graph): Set<string> {
  const links = Object.values(graph).flatMap(({ inputs }) => Object.values(inputs).filter(isLink))
  return new Set(links.map((link) => String((link as [unknown, number])[0])))
}

function relink(link: unknown, placeOf: (id: string) => string): [string, number] {
  const [id, output] = link as [string, number]
  return [placeOf(id), output]
}
