import type { Graph } from './graph.ts'
import { isLink } from './graph.ts'
import { isCoreClass, packOf } from './node-packs.ts'

/** What a node that ends a graph leaves behind. */
export type OutputKind = 'sound' | 'picture' | 'video' | 'model' | 'text' | 'unknown'

/** The first that fits counts; packs name their nodes as ComfyUI does. */
const KINDS: readonly [RegExp, OutputKind][] = [
  [/^(Save|Preview).*(GLB|3D|Mesh)|^Preview3D/i, 'model'],
  [/^(Save|Preview).*(Video|WEBM|Animated|GIF)|VideoCombine/i, 'video'],
  [/^(Save|Preview).*(Audio|Sound|Speech)|^ChatterboxTTS$/i, 'sound'],
  [/^(Save|Preview).*(Image|SVG)/i, 'picture'],
  [/^PreviewAny$|^(Save|Show|Display|Preview).*(Text|String|SRT)/i, 'text'],
  [/^(Save|Preview)/, 'unknown'],
]

/**
 * What the graph's output nodes make, each kind once.
 *
 * A node that nothing hangs on and nobody knows may be an output node of its pack: it counts as unknown.
 */
export function outputKinds(graph: Graph, describe: (classType: string) => unknown = () => null): OutputKind[] {
  const used = new Set(
    Object.values(graph).flatMap(({ inputs }) =>
      Object.values(inputs).flatMap((value) => (isLink(value) ? [value[0]] : [])),
    ),
  )
  const kinds = Object.entries(graph).flatMap(([id, { class_type: classType }]): OutputKind[] => {
    const kind = outputKindOf(classType)
    if (kind !== null) return [kind]
    const said = (describe(classType) as { output_node?: unknown } | null | undefined)?.output_node
    if (typeof said === 'boolean') return said ? ['unknown'] : []
    const isStrange = !isCoreClass(classType) && packOf(classType) === null
    return isStrange && !used.has(id) ? ['unknown'] : []
  })
  return [...new Set(kinds)]
}

/** Null for a class whose name does not say that it saves or shows anything. */
export function outputKindOf(classType: string): OutputKind | null {
  return KINDS.find(([pattern]) => pattern.test(classType))?.[1] ?? null
}
