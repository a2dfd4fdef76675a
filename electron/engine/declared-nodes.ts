import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isAudio, isImages, sharedBytes, sharedSamples, type Audio, type Image } from './media.ts'
import type { InputSpec, NodeClass, NodeContext, NodeInputs, NodeResult } from './node-class.ts'
import { expandPrefix, temporaryPrefix } from './nodes/filename-prefix.ts'

/** Node id → its entry in `/object_info`; `input` and `output` are needed, the rest is shown as it stands. */
export type NodeDeclarations = Readonly<Record<string, unknown>>

const choice = z.union([z.string(), z.number(), z.boolean()])
const inputSpec = z.union([
  z.tuple([z.union([z.string(), z.array(choice)])]),
  z.tuple([z.union([z.string(), z.array(choice)]), z.record(z.string(), z.unknown())]),
])
const inputSpecs = z.record(z.string(), inputSpec)
const declaration = z.looseObject({
  input: z.object({
    required: inputSpecs.default({}),
    optional: inputSpecs.optional(),
    hidden: z.record(z.string(), z.unknown()).optional(),
  }),
  output: z.array(z.union([z.string(), z.array(choice)])),
  output_node: z.boolean().default(false),
})
type Declaration = z.output<typeof declaration>

/**
 * Classes of node packs that are known by their declarations only, for tests: `startEngine({ extraNodes: declaredNodes(…) })`.
 *
 * They are listed and validated as declared. What they give follows their inputs: AUDIO is a tone as long as the text takes to
 * say (or as the `seconds` before it), IMAGE one colour in the size asked for, STRING a fixed line, any other type a token. Equal
 * inputs give equal results, another seed another one. Output nodes save the sound and pictures they get.
 */
export function declaredNodes(declarations: NodeDeclarations): NodeClass[] {
  return Object.entries(declarations).map(([name, entry]) => {
    const parsed = declaration.safeParse(entry)
    if (!parsed.success) throw new TypeError(`The declaration of ${name} is wrong: ${z.prettifyError(parsed.error)}`)
    return declaredNode(name, entry as object, parsed.data)
  })
}

function declaredNode(name: string, entry: object, { input, output, output_node: isOutput }: Declaration): NodeClass {
  const { required, optional = {} } = input
  const inputs: NodeInputs = { required, optional }
  const specs: Readonly<Record<string, InputSpec>> = { ...required, ...optional }
  const outputs = output.map((type) => (typeof type === 'string' ? type : 'COMBO'))
  return {
    name,
    displayName: name,
    description: '',
    category: '',
    pythonModule: 'custom_nodes.declared',
    declaration: { name, display_name: name, output_name: output, output_node: isOutput, ...entry },
    inputs: () => inputs,
    outputs,
    isOutput,
    async execute(values, context) {
      const traits = traitsOf(name, specs, values)
      const ui = isOutput ? await save(values, context) : undefined
      return { outputs: outputs.map((type) => produce(type, traits)), ...(ui ? { ui } : {}) }
    },
  }
}

/** What results depend on; a token carries it from node to node. */
interface Traits {
  text: string
  seconds: number | null
  widthPx: number
  heightPx: number
  /** Differs when any input does. */
  hash: Buffer
}

/** A value of a type that only declared nodes know, such as MODEL. */
class Token {
  readonly type: string
  readonly traits: Traits

  constructor(type: string, traits: Traits) {
    this.type = type
    this.traits = traits
  }
}

const CHARACTERS_PER_SECOND = 15
const MIN_SECONDS = 0.5
const MAX_SECONDS = 1000
const SAMPLE_RATE_HZ = 24_000
const DEFAULT_SIZE_PX = 64
const MAX_SIZE_PX = 4096
const FIXED_TEXT = 'A line that stands for what the node would write.'
const SAVE_DEADLINE_MS = 60_000

/** A node's own inputs go before those of the nodes before it. */
function traitsOf(
  name: string,
  specs: Readonly<Record<string, InputSpec>>,
  values: Readonly<Record<string, unknown>>,
): Traits {
  const before = Object.values(values).flatMap((value) => (value instanceof Token ? [value.traits] : []))
  const texts = Object.entries(values).flatMap(([input, value]) =>
    typeof value === 'string' && specs[input]?.[0] === 'STRING' ? [value] : [],
  )
  const number = (...inputs: string[]): number | undefined =>
    inputs.map((input) => values[input]).find((value) => typeof value === 'number')
  const longest = (all: readonly string[]): string => all.reduce((a, b) => (b.length > a.length ? b : a), '')
  const size = (px: number | undefined): number => Math.max(1, Math.min(px ?? DEFAULT_SIZE_PX, MAX_SIZE_PX))
  const facts = Object.entries(values).map(([input, value]) => [input, hashable(value)])
  return {
    text: longest(texts.length > 0 ? texts : before.map(({ text }) => text)),
    seconds: number('seconds', 'duration') ?? before.find(({ seconds }) => seconds !== null)?.seconds ?? null,
    widthPx: size(number('width') ?? widest(before)?.widthPx),
    heightPx: size(number('height') ?? widest(before)?.heightPx),
    hash: createHash('sha256')
      .update(JSON.stringify([name, facts]))
      .digest(),
  }
}

function widest(all: readonly Traits[]): Traits | undefined {
  return all.reduce<Traits | undefined>((a, b) => (a && a.widthPx >= b.widthPx ? a : b), undefined)
}

function hashable(value: unknown): unknown {
  if (value instanceof Token) return value.traits.hash.toString('hex')
  return isAudio(value) ? value.channels[0]?.length : isImages(value) ? value.length : value
}

function produce(type: string, traits: Traits): unknown {
  switch (type) {
    case 'AUDIO':
      return tone(traits)
    case 'IMAGE':
      return [picture(traits)]
    case 'STRING':
    case '*':
      return FIXED_TEXT
    case 'INT':
    case 'FLOAT':
      return 1
    case 'BOOLEAN':
      return true
    default:
      return new Token(type, traits)
  }
}

/** A quiet sine: every part of it is louder than silence and nothing clips. */
function tone({ text, seconds, hash }: Traits): Audio {
  const wanted = seconds ?? Math.max(MIN_SECONDS, text.length / CHARACTERS_PER_SECOND)
  const samples = sharedSamples(Math.round(Math.min(wanted, MAX_SECONDS) * SAMPLE_RATE_HZ))
  const step = (2 * Math.PI * (180 + hash.readUInt16BE(0) / 256)) / SAMPLE_RATE_HZ
  for (let at = 0; at < samples.length; at++) samples[at] = 0.2 * Math.sin(step * at)
  return { channels: [samples], sampleRateHz: SAMPLE_RATE_HZ }
}

function picture({ widthPx, heightPx, hash }: Traits): Image {
  const rgb = sharedBytes(widthPx * heightPx * 3)
  for (let at = 0; at < rgb.length; at++) rgb[at] = hash[at % 3] ?? 0
  return { widthPx, heightPx, rgb }
}

/** With a prefix into output/, as savers do, else into temp/, as previews do; null when there is nothing to save. */
async function save(
  values: Readonly<Record<string, unknown>>,
  { files, workers, signal }: NodeContext,
): Promise<NodeResult['ui']> {
  const limits = { signal, deadlineMs: SAVE_DEADLINE_MS }
  const given = values['filename_prefix']
  const folder = typeof given === 'string' ? 'output' : 'temp'
  const prefix = typeof given === 'string' ? expandPrefix(given) : temporaryPrefix()
  for (const value of Object.values(values)) {
    if (isAudio(value)) {
      const bytes = await workers.run('encodeFlac', { audio: value }, limits)
      return { audio: [await files.save(folder, prefix, 'flac', bytes)] }
    }
    if (isImages(value)) {
      const saved = []
      for (const image of value) {
        const bytes = await workers.run('encodePng', { image }, limits)
        saved.push(await files.save(folder, prefix, 'png', bytes))
      }
      return { images: saved }
    }
  }
  return undefined
}
