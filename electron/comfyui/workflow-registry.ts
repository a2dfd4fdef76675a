import { readFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import { JOB_TYPES } from '#shared/models/job.ts'
import type { JobInputValue, JobType } from '#shared/models/job.ts'
import { bindWorkflow, targetOf } from './bind-workflow.ts'
import type { BoundWorkflow, InputTarget, Workflow } from './bind-workflow.ts'
import { hashOf, isLink, readGraph } from './graph.ts'

const WORKFLOWS_FILE = 'config/workflows.yaml'
const VERSION_LENGTH = 16
/** This logical input is a recorded voice, hence a file, in every workflow. */
const VOICE_SAMPLE = 'voice_sample'

const targetSchema = z.strictObject({
  node: z.union([z.string(), z.number()]).transform(String),
  input: z.string(),
  file: z.boolean().optional(),
})
const entrySchema = z.strictObject({
  template_path: z.string(),
  description: z.string(),
  job_type: z.enum(JOB_TYPES),
  required_inputs: z.array(z.string()),
  inputs: z.record(z.string(), targetSchema),
})

/** What `e3 health` tells of a workflow; without problems it can run wherever its nodes are installed. */
export interface WorkflowState {
  workflowId: string
  description: string
  /** Null where the entry does not say it. */
  jobType: JobType | null
  problems: string[]
}

interface Entry {
  workflow: Workflow | null
  description: string
  jobType: JobType | null
  problems: string[]
}

/** The workflows of a workspace; a broken one is known with its problems and does not disturb the others. */
export class WorkflowRegistry {
  readonly #entries: ReadonlyMap<string, Entry>

  constructor(entries: ReadonlyMap<string, Entry>) {
    this.#entries = entries
  }

  /** In the order of the file. */
  list(): WorkflowState[] {
    return [...this.#entries].map(([workflowId, entry]) => ({
      workflowId,
      description: entry.description,
      jobType: entry.jobType,
      problems: entry.problems,
    }))
  }

  /** True when `get` would not throw. */
  isUsable(workflowId: string): boolean {
    return (this.#entries.get(workflowId)?.workflow ?? null) !== null
  }

  /** Throws `workflow.unknown` or `workflow.invalid`. */
  get(workflowId: string): Workflow {
    const entry = this.#entries.get(workflowId)
    if (!entry) {
      const known = [...this.#entries.keys()].join(', ')
      throw new AppError(
        'workflow.unknown',
        `There is no workflow "${workflowId}" in ${WORKFLOWS_FILE}. It has: ${known || 'none'}.`,
      )
    }
    if (entry.workflow) return entry.workflow
    throw new AppError('workflow.invalid', `The workflow ${workflowId} cannot run: ${entry.problems.join('; ')}.`)
  }

  /** The workflow's graph with these inputs; throws as `get` and `bindWorkflow` do. */
  bind(workflowId: string, inputs: Readonly<Record<string, JobInputValue>>): BoundWorkflow {
    return bindWorkflow(this.get(workflowId), inputs)
  }
}

/** Reads `config/workflows.yaml` and its templates below `root`; throws `config.invalid` when that file itself is unreadable. */
export function loadWorkflows(root: string): WorkflowRegistry {
  const entries = new Map<string, Entry>()
  for (const [workflowId, value] of Object.entries(readWorkflowsFile(root))) {
    entries.set(workflowId, readEntry(root, workflowId, value))
  }
  return new WorkflowRegistry(entries)
}

function readWorkflowsFile(root: string): Record<string, unknown> {
  let text: string
  try {
    text = readFileSync(join(root, WORKFLOWS_FILE), 'utf8')
  } catch (error) {
    throw new AppError(
      'config.invalid',
      `${WORKFLOWS_FILE} cannot be read: ${messageOf(error)}. Put a copy of it back; a new workspace has one.`,
    )
  }
  const document = parseDocument(text, { lineCounter: new LineCounter() })
  const [error] = document.errors
  if (error) throw new AppError('config.invalid', `${WORKFLOWS_FILE} is not valid YAML: ${error.message}`)
  const value: unknown = document.toJS()
  if (value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new AppError('config.invalid', `${WORKFLOWS_FILE} must map each workflow_id to its entry.`)
  }
  return value as Record<string, unknown>
}

function readEntry(root: string, workflowId: string, value: unknown): Entry {
  const parsed = entrySchema.safeParse(value)
  if (!parsed.success) {
    return broken(
      { description: '', job_type: null },
      parsed.error.issues.map((issue) => `${issue.path.join('.') || 'entry'}: ${issue.message}`),
    )
  }
  const entry = parsed.data
  const file = resolve(root, entry.template_path)
  if (!file.startsWith(resolve(root) + sep)) {
    return broken(entry, [`template_path ${entry.template_path} leads out of the workspace`])
  }
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const found = isMissing
      ? 'is missing. Prepare the workspace again to get ours anew'
      : `cannot be read: ${messageOf(error)}`
    return broken(entry, [`the template ${entry.template_path} ${found}`])
  }
  const reading = readGraph(text)
  if ('problem' in reading) return broken(entry, [`the template ${entry.template_path} ${reading.problem}`])

  const inputs: Record<string, InputTarget> = {}
  for (const [name, target] of Object.entries(entry.inputs)) {
    inputs[name] = { node: target.node, input: target.input, isFile: target.file ?? name === VOICE_SAMPLE }
  }
  const workflow: Workflow = {
    workflowId,
    description: entry.description,
    jobType: entry.job_type,
    requiredInputs: entry.required_inputs,
    inputs,
    graph: reading.graph,
    version: hashOf({ graph: reading.graph, inputs }).slice(0, VERSION_LENGTH),
  }
  const problems = mappingProblems(workflow)
  return problems.length === 0
    ? { workflow, description: entry.description, jobType: entry.job_type, problems }
    : broken(entry, problems)
}

function broken(entry: { description: string; job_type: JobType | null }, problems: string[]): Entry {
  return { workflow: null, description: entry.description, jobType: entry.job_type, problems }
}

function mappingProblems(workflow: Workflow): string[] {
  const problems: string[] = []
  for (const [name, { node, input }] of Object.entries(workflow.inputs)) {
    const found = workflow.graph[node]
    if (!found) problems.push(`input "${name}": the template has no node ${node}`)
    else if (!Object.hasOwn(found.inputs, input)) {
      problems.push(`input "${name}": node ${node} (${found.class_type}) has no input ${input}`)
    } else if (isLink(found.inputs[input])) {
      problems.push(`input "${name}": ${input} of node ${node} is linked to another node and takes no value`)
    }
  }
  for (const name of workflow.requiredInputs) {
    if (targetOf(workflow, name) === null) problems.push(`required input "${name}" is not among the inputs`)
  }
  return problems
}
