import { basename } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import type { JobType } from '#shared/models/job.ts'
import type { GraphInspection, NodePack } from '#shared/models/workflow-card.ts'
import { detectInputs, findSpeaker } from './detect-inputs.ts'
import { isLink, readGraph } from './graph.ts'
import type { Graph } from './graph.ts'
import { packOf } from './node-packs.ts'
import { outputKinds } from './output-kinds.ts'
import type { OutputKind } from './output-kinds.ts'

type Describe = (classType: string) => unknown

const LONGEST_ID = 80
/** Names as producers give them: `T2S_chatterbox_v1`, `image_qwen_image`. */
const TYPE_OF_NAME: readonly [RegExp, JobType][] = [
  [/^(T2S|TTS|speech|voice)/i, 'SPEECH'],
  [/^(T2I|I2I|image)/i, 'T2I'],
  [/^(T2V|I2V|video)/i, 'T2V'],
  [/^(T2A|T2M|S2T|audio|music)/i, 'AUDIO'],
  [/^(3D|T23D|I23D)/i, '3D'],
]
const SOUND_SAMPLER = /sampler/i

/**
 * Reads a graph that somebody brings.
 *
 * Throws `workflow.editorFormat`, `workflow.notGraph` or `workflow.noOutput` with what to do.
 */
export function readForeignGraph(name: string, text: string, describe?: Describe): Graph {
  const reading = readGraph(text)
  if ('problem' in reading) {
    throw new AppError(
      reading.isEditorFormat ? 'workflow.editorFormat' : 'workflow.notGraph',
      `${name} ${reading.problem}.`,
    )
  }
  const graph = withSafeNumbers(reading.graph)
  if (outputKinds(graph, describe).length > 0) return graph
  throw new AppError(
    'workflow.noOutput',
    `${name} has no node that saves or shows a result. Add one at its end in ComfyUI, such as Save Audio or Save Image, and export it again.`,
  )
}

/** What a graph seems to be, without asking a server. */
export function inspectGraph(
  name: string,
  graph: Graph,
  options: { takenIds: ReadonlySet<string>; describe?: Describe },
): Omit<GraphInspection, 'fits'> {
  const { takenIds, describe } = options
  return {
    suggestedId: freeId(name, takenIds),
    suggestedType: typeOf(name, graph, outputKinds(graph, describe)),
    nodes: Object.keys(graph).length,
    candidates: detectInputs(graph),
    packs: packsOf(graph, describe),
  }
}

/** The node packs of a graph, each once. */
export function packsOf(graph: Graph, describe: Describe = () => null): NodePack[] {
  const packs = Object.values(graph).flatMap(({ class_type: name }) => packOf(name, describe(name)) ?? [])
  return [...new Map(packs.map((pack) => [pack.repository ?? pack.name, pack])).values()]
}

function typeOf(name: string, graph: Graph, kinds: readonly OutputKind[]): JobType {
  const named = TYPE_OF_NAME.find(([pattern]) => pattern.test(name))?.[1]
  if (named !== undefined) return named
  if (kinds.includes('model')) return '3D'
  if (kinds.includes('video')) return 'T2V'
  if (kinds.includes('picture')) return 'T2I'
  const isSampled = Object.values(graph).some(
    (node) => SOUND_SAMPLER.test(node.class_type) && isLink(node.inputs['positive']),
  )
  return findSpeaker(graph) !== null && !isSampled ? 'SPEECH' : 'AUDIO'
}

function freeId(name: string, taken: ReadonlySet<string>): string {
  const bare = basename(name)
    .replace(/\.json$/i, '')
    .normalize('NFKD')
  const plain = bare
    .replace(/[^\w.-]+/g, '_')
    .replace(/^[^A-Za-z0-9]+|_+$/g, '')
    .slice(0, LONGEST_ID - 4)
  const stem = plain === '' ? 'workflow' : plain
  for (let number = 1; ; number++) {
    const id = number === 1 ? stem : `${stem}_${number}`
    if (!taken.has(id)) return id
  }
}

/** Seeds of ComfyUI go beyond what JavaScript can hold: the nearest number that arrives as it was sent. */
function withSafeNumbers(graph: Graph): Graph {
  const most = Number.MAX_SAFE_INTEGER
  return Object.fromEntries(
    Object.entries(graph).map(([id, node]) => {
      const inputs = Object.entries(node.inputs).map(([input, value]) => {
        const isUnsafe = typeof value === 'number' && Number.isInteger(value) && Math.abs(value) > most
        return [input, isUnsafe ? Math.sign(value) * most : value] as const
      })
      return [id, { ...node, inputs: Object.fromEntries(inputs) }]
    }),
  )
}
