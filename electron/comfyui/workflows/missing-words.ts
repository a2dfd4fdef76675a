import type { Lack } from './server-abilities.ts'
import { isCoreClass } from './node-packs.ts'

/** Longer lists of choices are cut. */
const CHOICES_SHOWN = 8

/**
 * What a server lacks for a job, with the packs that have it and what to do.
 *
 * Nothing can be installed in the studio's own engine: there the remedy is another server.
 */
export function missingWords(
  lacks: readonly Lack[],
  { serverName, isEmbedded }: { serverName: string; isEmbedded: boolean },
): string {
  const server = isEmbedded ? 'The built-in engine' : `The server ${serverName}`
  const parts = [...new Set([...nodeWords(lacks), ...modelWords(lacks)])]
  const choices = isEmbedded && parts.length > 0 ? [] : choiceWords(lacks, server)
  if (parts.length === 0) return choices.join(' ')
  const remedy = isEmbedded ? 'Add a ComfyUI server that has it, then try again.' : remedyFor(lacks)
  return [`${server} lacks ${listOf(parts)}. ${remedy}`, ...choices].join(' ')
}

/** One phrase a pack. */
function nodeWords(lacks: readonly Lack[]): string[] {
  const nodes = lacks.filter(({ kind }) => kind === 'node')
  const packs = new Set(nodes.map(({ pack }) => pack?.name ?? null))
  return [...packs].map((name) => {
    const own = nodes.filter(({ pack }) => (pack?.name ?? null) === name)
    const classes = listOf([...new Set(own.map((lack) => lack.name))])
    const pack = own[0]?.pack
    if (!pack) return classes
    return `${classes} of the node pack ${pack.name}${pack.repository === null ? '' : ` (${pack.repository})`}`
  })
}

function modelWords(lacks: readonly Lack[]): string[] {
  return lacks
    .filter(({ kind }) => kind === 'model')
    .map(({ name, classType }) => `the model ${name}, which ${classType} loads`)
}

function choiceWords(lacks: readonly Lack[], server: string): string[] {
  return lacks
    .filter(({ kind }) => kind === 'choice')
    .map(({ name, input, classType, choices }) => {
      const shown = choices.slice(0, CHOICES_SHOWN).join(', ')
      const more = choices.length > CHOICES_SHOWN ? ` and ${choices.length - CHOICES_SHOWN} more` : ''
      return `${server} does not offer “${name}” as ${input ?? ''} of ${classType}; it has ${shown || 'nothing to choose'}${more}. Choose another one.`
    })
}

function remedyFor(lacks: readonly Lack[]): string {
  const nodes = lacks.filter(({ kind }) => kind === 'node')
  const remedies = [
    nodes.some(({ pack }) => pack !== null) ? 'Install the node pack there with ComfyUI-Manager' : null,
    nodes.some(({ name, pack }) => pack === null && !isCoreClass(name))
      ? 'Look for the class in ComfyUI-Manager and install its node pack there'
      : null,
    nodes.some(({ name }) => isCoreClass(name)) ? 'Update ComfyUI there' : null,
    lacks.some(({ kind }) => kind === 'model') ? 'Put the model into the models folder there' : null,
  ].filter((remedy) => remedy !== null)
  const restart = nodes.length > 0 ? ', restart ComfyUI' : ''
  return `${remedies.map((words, index) => (index === 0 ? words : words.charAt(0).toLowerCase() + words.slice(1))).join(', ')}${restart}, then try again.`
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
