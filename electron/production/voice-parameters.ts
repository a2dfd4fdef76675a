import { z } from 'zod'
import { choicesOf } from '#electron/comfyui/workflows/choices.ts'
import { SAMPLE_TEXT, WITHOUT_SAMPLE_TEXT, type Workflow } from '#electron/comfyui/workflows/bind-workflow.ts'
import { VOICE_SAMPLE } from '#electron/comfyui/workflows/workflow-entry.ts'
import { FLITE_VOICES } from '#electron/engine/flite-voices.ts'
import type { JobInputValue } from '#shared/models/job.ts'
import type { VoiceParameter } from '#shared/models/narrator-card.ts'

/** The inputs of a node class as a server describes them: `[type or choices, options]` by name. */
export interface ClassInputs {
  required?: Readonly<Record<string, unknown>> | undefined
  optional?: Readonly<Record<string, unknown>> | undefined
}

const inputGroup = z.record(z.string(), z.unknown()).optional().catch(undefined)
const classSchema = z.object({ input: z.object({ required: inputGroup, optional: inputGroup }) })

/** The inputs out of what a server says of a node class; null when it says nothing usable. */
export function readClassInputs(description: unknown): ClassInputs | null {
  return classSchema.safeParse(description).data?.input ?? null
}

/** Inputs that the studio fills in by itself. */
const OWN_INPUTS: ReadonlySet<string> = new Set([
  'text',
  'seed',
  VOICE_SAMPLE,
  SAMPLE_TEXT,
  WITHOUT_SAMPLE_TEXT,
  'filename_prefix',
])

/** What a producer may set for a voice: the workflow's logical inputs that the studio does not fill in itself. */
export function voiceParameters(
  workflow: Workflow,
  describe: (classType: string) => ClassInputs | null,
): VoiceParameter[] {
  return Object.entries(workflow.inputs).flatMap(([name, { node, input }]) => {
    const found = workflow.graph[node]
    const literal = found?.inputs[input]
    if (found === undefined || OWN_INPUTS.has(name) || !isScalar(literal)) return []
    return [parameterOf(name, literal, definitionOf(describe(found.class_type), input))]
  })
}

/** Why a value does not fit a parameter, as the end of a sentence; null when it does. */
export function misfit(parameter: VoiceParameter, value: JobInputValue): string | null {
  switch (parameter.kind) {
    case 'choice':
      return parameter.choices.some((choice) => choice.value === value)
        ? null
        : 'must be one of the voice model’s own choices'
    case 'number':
      return typeof value === 'number' && value >= parameter.min && value <= parameter.max
        ? null
        : `must be a number from ${parameter.min} to ${parameter.max}`
    case 'text':
      return typeof value === 'string' ? null : 'must be a text'
    case 'flag':
      return typeof value === 'boolean' ? null : 'must be on or off'
  }
}

function parameterOf(name: string, literal: JobInputValue, { choices, range, isLong }: Definition): VoiceParameter {
  const label = labelOf(name)
  if (choices !== null) {
    const labelled = choices.map((value) => ({ value, label: voiceLabel(value) }))
    return { name, label, kind: 'choice', choices: labelled, default: String(literal) }
  }
  switch (typeof literal) {
    case 'number':
      return { name, label, kind: 'number', ...rangeAround(literal, range), default: literal }
    case 'boolean':
      return { name, label, kind: 'flag', default: literal }
    default:
      return { name, label, kind: 'text', isLong, default: literal }
  }
}

interface Definition {
  choices: string[] | null
  range: Partial<Range>
  /** A text of several lines. */
  isLong: boolean
}

interface Range {
  min: number
  max: number
  step: number
}

/** Servers describe an input as `[["a", "b"], {…}]`, `["COMBO", {options: […]}]` or `["FLOAT", {min, max, step}]`. */
function definitionOf(inputs: ClassInputs | null, input: string): Definition {
  const definition = inputs?.required?.[input] ?? inputs?.optional?.[input]
  if (!Array.isArray(definition)) return { choices: null, range: {}, isLong: false }
  const [type, extra] = definition as [unknown, Record<string, unknown> | undefined]
  const range: Partial<Range> = type === 'INT' ? { step: 1 } : {}
  for (const key of ['min', 'max', 'step'] as const) {
    const value = extra?.[key]
    // Python's whole numbers go further than ours: beyond, another one would arrive.
    if (typeof value === 'number')
      range[key] = Math.max(-Number.MAX_SAFE_INTEGER, Math.min(value, Number.MAX_SAFE_INTEGER))
  }
  return { choices: choicesOf({ input: inputs }, input), range, isLong: extra?.['multiline'] === true }
}

/** What the server leaves open is guessed. JSON does not tell 1 from 1.0, so that small values count as fractions. */
function rangeAround(literal: number, { min, max, step }: Partial<Range>): Range {
  const most = Math.max(1, Math.ceil(Math.abs(literal) * 4))
  return {
    min: min ?? (literal < 0 ? -most : Math.min(0, max ?? 0)),
    max: max ?? Math.max(most, min ?? 0),
    step: step ?? (Number.isInteger(literal) && Math.abs(literal) > 4 ? 1 : 0.05),
  }
}

function labelOf(name: string): string {
  if (name === 'instruct') return 'Directions'
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function voiceLabel(value: string): string {
  const known = FLITE_VOICES.find(({ voice }) => voice === value)
  if (known === undefined) return value
  const { nameHints, description } = known
  return `${nameHints[0] ?? value}: ${description.charAt(0).toLowerCase()}${description.slice(1).replace(/\.$/, '')}`
}

function isScalar(value: unknown): value is JobInputValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
