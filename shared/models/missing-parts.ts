import type { MissingPart, NodePack } from './workflow-card.ts'

/** What is missing, by what a producer has to fetch. */
interface MissingGroups {
  packs: { pack: NodePack; nodes: string[] }[]
  /** Node classes of packs that the studio does not know. */
  nodes: string[]
  models: string[]
  choices: string[]
  /** Labels that the workflow asks for and the server was not given. */
  labels: string[]
}

/** Sorts missing parts by pack, and takes each once. */
export function groupMissing(missing: readonly MissingPart[]): MissingGroups {
  const packs = new Map<string, { pack: NodePack; nodes: string[] }>()
  for (const { kind, name, pack } of missing) {
    if (kind !== 'node' || pack === null) continue
    const known = packs.get(pack.name) ?? { pack, nodes: [] }
    if (!known.nodes.includes(name)) known.nodes.push(name)
    packs.set(pack.name, known)
  }
  const namesOf = (isMeant: (part: MissingPart) => boolean) => [
    ...new Set(missing.filter(isMeant).map(({ name }) => name)),
  ]
  return {
    packs: [...packs.values()],
    nodes: namesOf(({ kind, pack }) => kind === 'node' && pack === null),
    models: namesOf(({ kind }) => kind === 'model'),
    choices: namesOf(({ kind }) => kind === 'choice'),
    labels: namesOf(({ kind }) => kind === 'label'),
  }
}

/** `missing the node pack ComfyUI-VibeVoice and the model vibevoice-7b`, in one breath. */
export function missingWords(missing: readonly MissingPart[]): string {
  const { packs, nodes, models, choices, labels } = groupMissing(missing)
  const parts = [
    ...packs.map(({ pack }) => `the node pack ${pack.name}`),
    ...(nodes.length > 0 ? [`the ${nodes.length === 1 ? 'node' : 'nodes'} ${shortList(nodes)}`] : []),
    ...models.map((name) => `the model ${name}`),
    ...choices.map((name) => `the choice ${name}`),
    ...labels.map((name) => `the label ${name}`),
  ]
  return `Missing ${shortList(parts)}`
}

/** `A, B and 3 more` of five. */
function shortList(names: readonly string[]): string {
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names
  return new Intl.ListFormat('en-GB').format(shown)
}
