import { readFileSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { z } from 'zod'
import { nearMiss } from '#electron/config/near-miss.ts'
import { messageOf } from '#shared/models/app-error.ts'
import { JOB_TYPES } from '#shared/models/job.ts'
import type { JobType } from '#shared/models/job.ts'
import { targetOf, VALUE_MARK } from './bind-workflow.ts'
import type { InputTarget, Workflow } from './bind-workflow.ts'
import { hashOf, isLink, readGraph } from './graph.ts'

/** This logical input is a recorded voice, hence a file, in every workflow. */
export const VOICE_SAMPLE = 'voice_sample'

const VERSION_LENGTH = 16

const targetSchema = z.strictObject({
  node: z.union([z.string(), z.number()]).transform(String),
  input: z.string(),
  file: z.boolean().optional(),
  markup: z.string().includes(VALUE_MARK).optional(),
})
const entrySchema = z.strictObject({
  template_path: z.string(),
  description: z.string(),
  job_type: z.enum(JOB_TYPES),
  required_inputs: z.array(z.string()),
  inputs: z.record(z.string(), targetSchema),
  labels: z.array(z.string()).optional(),
  batch: z.boolean().optional(),
})

/** An entry of `config/workflows.yaml`. */
export type WorkflowEntry = z.output<typeof entrySchema>

/** What was made of an entry: a workflow, or problems. */
export interface ReadEntry {
  workflow: Workflow | null
  description: string
  jobType: JobType | null
  /** As the entry gives it; null where it does not. */
  templatePath: string | null
  /** As it stands in the file; null where it is none. */
  entry: WorkflowEntry | null
  problems: string[]
}

/** Reads an entry and its template below `root`. */
export function readEntry(root: string, workflowId: string, value: unknown): ReadEntry {
  const parsed = entrySchema.safeParse(value)
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap(wordsOf)
    return {
      workflow: null,
      description: '',
      jobType: null,
      templatePath: templatePathOf(value),
      entry: null,
      problems,
    }
  }
  const entry = parsed.data
  const facts = { description: entry.description, jobType: entry.job_type, templatePath: entry.template_path, entry }
  const broken = (problems: string[]): ReadEntry => ({ workflow: null, ...facts, problems })
  const template = readTemplate(root, entry.template_path)
  if ('problem' in template) return broken([template.problem])

  const reading = readGraph(template.text)
  if ('problem' in reading) return broken([`the template ${entry.template_path} ${reading.problem}`])
  const { graph } = reading
  const inputs: Record<string, InputTarget> = {}
  for (const [name, { node, input, file, markup }] of Object.entries(entry.inputs)) {
    inputs[name] = { node, input, isFile: file ?? name === VOICE_SAMPLE, ...(markup === undefined ? {} : { markup }) }
  }
  const workflow: Workflow = {
    workflowId,
    description: entry.description,
    jobType: entry.job_type,
    requiredInputs: entry.required_inputs,
    inputs,
    labels: entry.labels ?? [],
    canBatch: entry.batch ?? false,
    graph,
    version: hashOf({ graph, inputs }).slice(0, VERSION_LENGTH),
  }
  const problems = mappingProblems(workflow)
  return problems.length === 0 ? { workflow, ...facts, problems } : broken(problems)
}

/** Where an entry has its template, however wrong the rest is. */
export function templatePathOf(value: unknown): string | null {
  const path = (value as { template_path?: unknown } | null)?.template_path
  return typeof path === 'string' ? path : null
}

/** The absolute path of a template; null when it leads out of the workspace. */
export function templateFile(root: string, path: string): string | null {
  const file = resolve(root, path)
  return file.startsWith(resolve(root) + sep) ? file : null
}

/** What of a mapping does not fit its graph, a phrase each. */
export function mappingProblems(workflow: Pick<Workflow, 'inputs' | 'graph' | 'requiredInputs'>): string[] {
  const problems: string[] = []
  for (const [name, { node, input }] of Object.entries(workflow.inputs)) {
    const found = Object.hasOwn(workflow.graph, node) ? workflow.graph[node] : undefined
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

/** What is wrong with an entry, a phrase each. */
function wordsOf(issue: z.core.$ZodIssue): string[] {
  const key = issue.path.join('.')
  const place = key === '' ? '' : `${key}: `
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(key === '' ? entrySchema.shape : targetSchema.shape)
    return issue.keys.map((found) => {
      const meant = nearMiss(found, known)
      return `${place}there is no key "${found}"${meant === null ? '' : `; "${meant}" is meant, it seems`}`
    })
  }
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  return isMissing ? [`${key} is missing`] : [`${place || 'entry: '}${issue.message}`]
}

function readTemplate(root: string, path: string): { text: string } | { problem: string } {
  const file = templateFile(root, path)
  if (file === null) return { problem: `template_path ${path} leads out of the workspace` }
  try {
    return { text: readFileSync(file, 'utf8') }
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const found = isMissing
      ? 'is missing. Prepare the workspace again to get ours anew'
      : `cannot be read: ${messageOf(error)}`
    return { problem: `the template ${path} ${found}` }
  }
}
