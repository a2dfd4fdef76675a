import { AppError } from '#shared/models/app-error.ts'
import type { JobInputValue, JobType } from '#shared/models/job.ts'
import { hashOf, isLink } from './graph.ts'
import type { Graph } from './graph.ts'

/** The logical input that takes what a voice sample says. */
export const SAMPLE_TEXT = 'sample_text'
/** The logical input that tells a model, with `true`, to do without the sample's words. */
export const WITHOUT_SAMPLE_TEXT = 'without_sample_text'
/** Where the value goes in the `markup` of an input. */
export const VALUE_MARK = '{value}'

/** Where a logical input goes. */
export interface InputTarget {
  node: string
  input: string
  /** The value may name a file of the workspace, which is uploaded to the server first. */
  isFile: boolean
  /** What the model wants around the value, with `{value}` in its place. */
  markup?: string
}

/** A workflow that is fit to run. */
export interface Workflow {
  workflowId: string
  description: string
  /** Media type of its output. */
  jobType: JobType
  requiredInputs: readonly string[]
  /** By logical name. */
  inputs: Readonly<Record<string, InputTarget>>
  /** A server gets its jobs only when it has all of them. */
  labels: readonly string[]
  /** Several chunks may be rendered in one graph. */
  canBatch: boolean
  graph: Graph
  /** Changes when the template or the mapping does: outputs of different versions are not the same. */
  version: string
}

/** A graph with a job's values in place. */
export interface BoundWorkflow {
  graph: Graph
  hash: string
  /** Inputs whose value may be a file of the workspace. */
  files: { node: string; input: string; value: string }[]
}

/**
 * Puts `inputs`, by logical name or as `<nodeId>_<input>`, into the workflow's graph.
 *
 * Values take the type of the template's literal. Throws `job.invalid` that lists every problem.
 */
export function bindWorkflow(workflow: Workflow, inputs: Readonly<Record<string, JobInputValue>>): BoundWorkflow {
  const problems: string[] = []
  const values = new Map<string, { target: InputTarget; name: string; value: JobInputValue }>()
  for (const [name, value] of Object.entries(withWordlessSample(workflow, inputs))) {
    const target = targetOf(workflow, name)
    if (target === null) {
      problems.push(`it has no input "${name}" (it has ${namesOf(workflow)})`)
      continue
    }
    const key = placeOf(target)
    const twin = values.get(key)
    if (twin) problems.push(`"${twin.name}" and "${name}" are the same input`)
    const fitted = fit(value, workflow.graph[target.node]?.inputs[target.input])
    if (fitted === null) problems.push(`"${name}" must be ${kindOf(workflow, target)}, not ${JSON.stringify(value)}`)
    else values.set(key, { target, name, value: fitted })
  }
  for (const name of workflow.requiredInputs) {
    const target = targetOf(workflow, name)
    const given = target && values.get(placeOf(target))
    if (!given) problems.push(`"${name}" is required`)
    else if (typeof given.value === 'string' && given.value.trim() === '') problems.push(`"${given.name}" is empty`)
  }
  if (problems.length > 0) {
    throw new AppError(
      'job.invalid',
      `The inputs do not fit the workflow ${workflow.workflowId}: ${problems.join('; ')}.`,
      {
        data: { workflowId: workflow.workflowId, problems },
      },
    )
  }

  const graph = structuredClone(workflow.graph)
  const files: BoundWorkflow['files'] = []
  for (const { target, value } of values.values()) {
    const node = graph[target.node]
    if (node) node.inputs[target.input] = typeof value === 'string' ? markedUp(value, target.markup) : value
    if (target.isFile && typeof value === 'string') files.push({ node: target.node, input: target.input, value })
  }
  return { graph, hash: hashOf(graph), files }
}

/** A model that can do without the sample's words has to be told when there are none. */
function withWordlessSample(
  workflow: Workflow,
  inputs: Readonly<Record<string, JobInputValue>>,
): Readonly<Record<string, JobInputValue>> {
  const words = workflow.inputs[SAMPLE_TEXT]
  const without = workflow.inputs[WITHOUT_SAMPLE_TEXT]
  if (!words || !without) return inputs
  const isGiven = (target: InputTarget) =>
    Object.entries(inputs).some(([name, value]) => {
      const other = targetOf(workflow, name)
      return other !== null && placeOf(other) === placeOf(target) && value !== ''
    })
  return isGiven(words) || isGiven(without) ? inputs : { ...inputs, [WITHOUT_SAMPLE_TEXT]: true }
}

/** The value on one line within the markup; one that has it already stays as it is. */
function markedUp(value: string, markup: string | undefined): string {
  if (markup === undefined) return value
  const [before = '', ...rest] = markup.split(VALUE_MARK)
  const after = rest.join(VALUE_MARK)
  if (before !== '' && value.startsWith(before.trimEnd()) && value.endsWith(after)) return value
  return before + value.replace(/\s*[\r\n]+\s*/g, ' ') + after
}

/** Where an input of that name goes, or null when the workflow has none. */
export function targetOf(workflow: Pick<Workflow, 'inputs' | 'graph'>, name: string): InputTarget | null {
  if (Object.hasOwn(workflow.inputs, name)) return workflow.inputs[name] ?? null
  for (const [id, node] of Object.entries(workflow.graph)) {
    if (!name.startsWith(`${id}_`)) continue
    const input = name.slice(id.length + 1)
    if (!Object.hasOwn(node.inputs, input) || isLink(node.inputs[input])) continue
    const mapped = Object.values(workflow.inputs).find((target) => target.node === id && target.input === input)
    return mapped ?? { node: id, input, isFile: false }
  }
  return null
}

function placeOf(target: InputTarget): string {
  return JSON.stringify([target.node, target.input])
}

function namesOf(workflow: Workflow): string {
  return Object.keys(workflow.inputs).join(', ')
}

/** The value as the template's literal type, or null when it cannot be one. */
function fit(value: JobInputValue, literal: unknown): JobInputValue | null {
  switch (typeof literal) {
    case 'number':
      return asNumber(value)
    case 'boolean':
      if (value === 'true' || value === 'false') return value === 'true'
      return typeof value === 'boolean' ? value : null
    case 'string':
      return String(value)
    default:
      return value
  }
}

/** Whole numbers beyond 2^53 are refused: the server would get another one. */
function asNumber(value: JobInputValue): number | null {
  if (typeof value === 'boolean' || (typeof value === 'string' && value.trim() === '')) return null
  const number = Number(value)
  if (!Number.isFinite(number) || (Number.isInteger(number) && !Number.isSafeInteger(number))) return null
  return number
}

function kindOf(workflow: Workflow, target: InputTarget): string {
  const kind = typeof workflow.graph[target.node]?.inputs[target.input]
  return kind === 'number'
    ? 'a number (whole ones up to 9007199254740991)'
    : kind === 'boolean'
      ? 'true or false'
      : kind
}
