import type { InputCandidate } from '#shared/models/workflow-card.ts'
import { SAMPLE_TEXT, WITHOUT_SAMPLE_TEXT } from './bind-workflow.ts'
import type { Graph } from './graph.ts'
import { isLink } from './graph.ts'
import { isScalar, isValueHolder, nodeOf, upstream, valuePlace } from './graph-walk.ts'
import type { Place } from './graph-walk.ts'
import { outputKindOf } from './output-kinds.ts'
import { VOICE_SAMPLE } from './workflow-entry.ts'

interface Suggestion extends Place {
  isRequired?: boolean
  markup?: string | null
}

const SPOKEN_TEXT = ['text', 'target_text', 'speech', 'dialog_text', 'tts_text', 'input_text', 'speech_text']
const WRITTEN_PROMPT = ['text', 'prompt', 'tags', 't5xxl', 'text_g']
const VOICE_LINK = /audio|voice|sample|speaker|narrator/i
/** Where a pack keeps a model and its settings apart from the node that speaks. */
const ENGINE_LINK = /engine|model|config/i
const FILE_LOADER = /load.*(audio|image|video)/i
/** The logical input for a sound that is worked on, such as one whose words are recognised. */
export const RECORDING = 'audio'
/** What takes a sound for another purpose than its voice. */
const EMOTION = /emotion|style/i

/** By what packs call an input: the logical input that it is. */
const SPEECH_INPUTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    sample_text: SAMPLE_TEXT,
    reference_text: SAMPLE_TEXT,
    ref_text: SAMPLE_TEXT,
    prompt_text: SAMPLE_TEXT,
    x_vector_only: WITHOUT_SAMPLE_TEXT,
    voice: 'voice',
    voice_name: 'voice',
    voice_preset: 'voice',
    speaker: 'voice',
    language: 'language',
    instruct: 'instruct',
    model: 'model',
    model_name: 'model',
    model_size: 'model',
    model_choice: 'model',
    model_variant: 'model',
    speed: 'speed',
    speech_speed: 'speed',
    voice_speed_factor: 'speed',
    inference_steps: 'steps',
    diffusion_steps: 'steps',
  }),
)
/** Inputs of speaking and sampling nodes that are worth changing, under their own names. */
const PARAMETERS: ReadonlySet<string> = new Set([
  'cfg',
  'cfg_scale',
  'cfg_strength',
  'cfg_weight',
  'emotion_control_weight',
  'exaggeration',
  'min_p',
  'repetition_penalty',
  'steps',
  'temperature',
  'top_k',
  'top_p',
])
/** Of nodes anywhere in a graph. */
const ANYWHERE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    noise_seed: 'seed',
    seed: 'seed',
    steps: 'steps',
    cfg: 'cfg',
    guidance: 'guidance',
    seconds: 'seconds',
    lyrics: 'lyrics',
    language: 'language',
  }),
)
/** More nobody reads. */
const MOST_CANDIDATES = 1000
const MOST_SAMPLERS = 20

/** Every value of a graph that could be a logical input, suggested ones first. */
export function detectInputs(graph: Graph): InputCandidate[] {
  const suggestions = suggest(graph)
  const candidates = Object.entries(graph).flatMap(([node, { class_type: classType, inputs, ...more }]) =>
    Object.entries(inputs).flatMap(([input, value]): InputCandidate[] => {
      if (!isScalar(value)) return []
      const found = [...suggestions].find(([, place]) => place.node === node && place.input === input)
      const [suggestedName = null, suggestion] = found ?? []
      const { isRequired = false, markup = null } = suggestion ?? {}
      return [
        { node, nodeTitle: titleOf(more) ?? classType, classType, input, value, suggestedName, isRequired, markup },
      ]
    }),
  )
  const order = [...suggestions.keys()]
  const rank = ({ suggestedName }: InputCandidate) =>
    suggestedName === null ? order.length : order.indexOf(suggestedName)
  return candidates.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_CANDIDATES)
}

/** The node that speaks a text, and its input for that; null for a graph without one. */
export function findSpeaker(graph: Graph): Place | null {
  for (const [node, { inputs }] of Object.entries(graph)) {
    // Who turns text into conditions for a sampler takes a CLIP model.
    if ('clip' in inputs) continue
    const input = SPOKEN_TEXT.find((name) => {
      const place = name in inputs ? valuePlace(graph, node, name) : null
      return place !== null && typeof graph[place.node]?.inputs[place.input] === 'string'
    })
    if (input !== undefined && !isValueHolder(graph, node)) return { node, input }
  }
  return null
}

/** True for an input that names a file which a job may bring. */
export function isFileInput(classType: string, value: unknown): boolean {
  return FILE_LOADER.test(classType) && typeof value === 'string'
}

/** In the order in which a producer thinks of them; each logical input once. */
function suggest(graph: Graph): Map<string, Suggestion> {
  const found = new Map<string, Suggestion>()
  const taken = new Set<string>()
  const add = (name: string, place: Place | null, more: Omit<Suggestion, keyof Place> = {}) => {
    if (place === null || found.has(name) || taken.has(JSON.stringify([place.node, place.input]))) return
    taken.add(JSON.stringify([place.node, place.input]))
    found.set(name, { ...place, ...more })
  }
  const speaker = findSpeaker(graph)
  if (speaker !== null) {
    const node = nodeOf(graph, speaker.node)
    const text = valuePlace(graph, speaker.node, speaker.input)
    add('text', text, {
      isRequired: true,
      markup: text && markupOf(node.class_type, graph[text.node]?.inputs[text.input]),
    })
    suggestVoice(graph, speaker.node, add)
    for (const id of [speaker.node, ...enginesOf(graph, speaker.node)]) {
      for (const input of Object.keys(nodeOf(graph, id).inputs)) {
        const name = SPEECH_INPUTS.get(input) ?? (PARAMETERS.has(input) ? input : undefined)
        if (name === undefined) continue
        const isNeeded =
          name === SAMPLE_TEXT &&
          !Object.keys(node.inputs).some((key) => SPEECH_INPUTS.get(key) === WITHOUT_SAMPLE_TEXT)
        add(name, valuePlace(graph, id, input), { isRequired: isNeeded })
      }
    }
    add('seed', valuePlace(graph, speaker.node, 'seed'))
  }
  suggestPrompts(graph, add)
  suggestSize(graph, add)
  for (const [id, { class_type: classType, inputs }] of Object.entries(graph)) {
    if (speaker === null && isFileInput(classType, inputs['audio'])) {
      add(RECORDING, { node: id, input: 'audio' }, { isRequired: true })
    }
    if (isFileInput(classType, inputs['image'])) add('image', { node: id, input: 'image' })
    for (const input of Object.keys(inputs)) {
      const name = ANYWHERE.get(input)
      if (name !== undefined) add(name, valuePlace(graph, id, input))
    }
    if (outputKindOf(classType) !== null) add('filename_prefix', valuePlace(graph, id, 'filename_prefix'))
  }
  return found
}

type Add = (name: string, place: Place | null, more?: Omit<Suggestion, keyof Place>) => void

/** The nodes that set up what the speaking node speaks with. */
function enginesOf(graph: Graph, speaker: string): string[] {
  return Object.entries(nodeOf(graph, speaker).inputs).flatMap(([input, value]) =>
    isLink(value) && ENGINE_LINK.test(input) ? [value[0]] : [],
  )
}

/** The recording that the speaking node is given, through whatever trims or converts it. */
function suggestVoice(graph: Graph, speaker: string, add: Add): void {
  for (const [input, value] of Object.entries(nodeOf(graph, speaker).inputs)) {
    if (!isLink(value) || !VOICE_LINK.test(input)) continue
    const loader = upstream(graph, value[0]).find((id) => isFileInput(nodeOf(graph, id).class_type, fileOf(graph, id)))
    if (loader === undefined) continue
    const name = EMOTION.test(input) ? 'emotion_sample' : VOICE_SAMPLE
    add(name, { node: loader, input: 'audio' }, { isRequired: name === VOICE_SAMPLE })
  }
}

/** What samplers and guiders, which work on a model, take for and against. */
function suggestPrompts(graph: Graph, add: Add): void {
  const samplers = Object.values(graph).filter((node) => 'model' in node.inputs)
  for (const { inputs } of samplers.slice(0, MOST_SAMPLERS)) {
    const positive = inputs['positive'] ?? inputs['conditioning']
    if (isLink(positive)) add('prompt', promptBehind(graph, positive[0]), { isRequired: true })
    if (isLink(inputs['negative'])) add('negative_prompt', promptBehind(graph, inputs['negative'][0]))
  }
}

/** The nearest text that becomes a condition; a zeroed one is no prompt. */
function promptBehind(graph: Graph, start: string): Place | null {
  for (const id of upstream(graph, start, (node) => node.class_type !== 'ConditioningZeroOut')) {
    const { inputs } = nodeOf(graph, id)
    const input = WRITTEN_PROMPT.find((name) => name in inputs && 'clip' in inputs)
    if (input !== undefined) return valuePlace(graph, id, input)
  }
  return null
}

function suggestSize(graph: Graph, add: Add): void {
  const sized = Object.entries(graph).filter(([, { inputs }]) => 'width' in inputs && 'height' in inputs)
  const [id] = sized.find(([, node]) => /empty/i.test(node.class_type)) ?? sized[0] ?? []
  if (id === undefined) return
  add('width', valuePlace(graph, id, 'width'))
  add('height', valuePlace(graph, id, 'height'))
}

function markupOf(classType: string, text: unknown): string | null {
  const [, given] = /^(Speaker 1:|\[1\]:)\s/.exec(String(text)) ?? []
  if (given !== undefined) return `${given} {value}`
  if (classType === 'VibeVoiceTTS') return 'Speaker 1: {value}'
  return classType === 'VibeVoiceMultipleSpeakersNode' ? '[1]: {value}' : null
}

function fileOf(graph: Graph, id: string): unknown {
  return nodeOf(graph, id).inputs['audio']
}

function titleOf(more: Readonly<Record<string, unknown>>): string | null {
  const title = (more['_meta'] as { title?: unknown } | null | undefined)?.title
  return typeof title === 'string' && title.trim() !== '' ? title : null
}
