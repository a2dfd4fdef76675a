import { statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { nearMiss } from '#electron/config/near-miss.ts'
import type { Workspace } from '#electron/config/workspace.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { JobInputValue, JobType, NewJob } from '#shared/models/job.ts'
import { targetOf, type Workflow } from '../workflows/bind-workflow.ts'
import type { JobFileDraft, JobFileProblem } from './job-file.ts'
import type { JobPlaces } from '../agent/job-places.ts'
import type { WorkflowRegistry } from '../workflows/workflow-registry.ts'

/** What a job file has to fit. */
export interface JobFileContext {
  workspace: Pick<Workspace, 'config' | 'relative' | 'root'>
  places: Pick<JobPlaces, 'input' | 'output'>
  workflows: Pick<WorkflowRegistry, 'get' | 'bind' | 'list'>
}

/** A job that can be queued, or every reason why it cannot, each with its line. */
export type CheckedJobFile = { job: NewJob; problems: null; warnings: string[] } | { job: null; problems: string[] }

const MEDIUM: Record<JobType, string> = {
  T2I: 'pictures',
  T2V: 'videos',
  SPEECH: 'sound',
  AUDIO: 'sound',
  '3D': '3D models',
}

/** Checks what a file says against workflow, inputs and places. */
export function checkJobFile(draft: JobFileDraft, context: JobFileContext): CheckedJobFile {
  const problems = [...draft.problems]
  const at = (place: string, message: string) => problems.push({ line: draft.lines[place] ?? null, message })
  const workflow = attempt(
    () => findWorkflow(draft.workflowId, context),
    (message) => at('workflow_id', message),
  )
  const inputs = workflow && draft.inputs && withPlainPaths(workflow, draft.inputs)
  if (workflow && draft.jobType !== null && MEDIUM[workflow.jobType] !== MEDIUM[draft.jobType]) {
    at(
      'job_type',
      `the workflow ${workflow.workflowId} makes ${MEDIUM[workflow.jobType]}, but a job of type ${draft.jobType} is for ${MEDIUM[draft.jobType]}`,
    )
  }
  if (workflow && inputs) checkInputs(workflow, inputs, draft, context, problems)
  const outputPath = attempt(
    () => draft.outputPath && findPlace(draft.outputPath, draft.configName, context),
    (message) => at('outputs.file_path', `outputs.file_path: ${message}`),
  )
  const { configName, jobType, priority, retryLimit, metadata } = draft
  if (problems.length > 0 || !jobType || !workflow || !inputs || !outputPath) return refused(problems)
  const { workflowId } = workflow
  const job = {
    configName,
    jobType,
    workflowId,
    priority,
    retryLimit,
    inputs,
    outputPath,
    productionId: null,
    metadata,
  }
  return { job, problems: null, warnings: draft.warnings }
}

/** What a job file gets that leaves it out. */
export function defaultsOf({ workspace }: Pick<JobFileContext, 'workspace'>): { priority: number; retryLimit: number } {
  const { default_priority: priority, retry_limit: retryLimit } = workspace.config.comfyui
  return { priority, retryLimit }
}

/** The job; throws `job.fileInvalid` with every problem. */
export function jobOfFile(name: string, { job, problems }: CheckedJobFile): NewJob {
  if (job) return job
  throw new AppError('job.fileInvalid', `The job file ${name} cannot be used: ${problems.join('; ')}.`, {
    data: { problems },
  })
}

/** An older file may name the workflow by its graph's file. */
function findWorkflow(workflowId: string | null, { workflows }: JobFileContext): Workflow | null {
  if (workflowId === null) return null
  const known = workflows.list().map((workflow) => workflow.workflowId)
  if (known.includes(workflowId)) return workflows.get(workflowId)
  const name = workflowId.replace(/^.*[/\\]/, '').replace(/\.json$/i, '')
  if (known.includes(name)) return workflows.get(name)
  const meant = nearMiss(workflowId, known)
  const hint = meant === null ? `There is: ${known.join(', ') || 'none'}` : `"${meant}" is meant, it seems`
  throw new AppError('workflow.unknown', `there is no workflow "${workflowId}". ${hint}`)
}

/** Paths of Windows are understood everywhere. */
function withPlainPaths(workflow: Workflow, inputs: JobFileDraft['inputs'] & {}): Record<string, JobInputValue> {
  const plain = Object.entries(inputs).map(([name, value]): [string, JobInputValue] => {
    const isFile = typeof value === 'string' && targetOf(workflow, name)?.isFile === true
    return [name, isFile ? value.replaceAll('\\', '/') : value]
  })
  return Object.fromEntries(plain)
}

function checkInputs(
  workflow: Workflow,
  inputs: Record<string, JobInputValue>,
  { lines, unclear }: JobFileDraft,
  { workflows, places }: JobFileContext,
  problems: JobFileProblem[],
): void {
  const add = (message: string) => {
    const name = Object.keys(inputs).find((input) => message.includes(`"${input}"`))
    // What is wrong with this one's value has been told.
    if (unclear.some((input) => message.includes(`"${input}"`))) return
    problems.push({ line: lines[name === undefined ? 'inputs' : `inputs.${name}`] ?? null, message })
  }
  try {
    workflows.bind(workflow.workflowId, inputs)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const found = error.data['problems']
    for (const problem of Array.isArray(found) ? found : [error.message]) add(`inputs: ${String(problem)}`)
  }
  for (const [name, value] of Object.entries(inputs)) {
    if (typeof value !== 'string' || targetOf(workflow, name)?.isFile !== true) continue
    attempt(
      () => requireFile(value, places.input(value)),
      (message) => add(`inputs."${name}": ${message}`),
    )
  }
}

/** A relative path may be a name on the server; an absolute one can only be ours. */
function requireFile(path: string, place: string): void {
  if (!isAbsolute(path) || statSync(place, { throwIfNoEntry: false })?.isFile() === true) return
  throw new AppError('job.invalid', `there is no file ${path}`)
}

/** The output's place relative to the workspace; in a folder it gets the job's name. */
function findPlace(path: string, configName: string, { places, workspace }: JobFileContext): string {
  if (isOfOtherMachine(path)) {
    const inside = /(?:^|[\\/])((?:comfyui_jobs|foundry)[\\/].*)$/.exec(path)?.[1]?.replaceAll('\\', '/')
    const remedy = inside === undefined ? 'Give one that is relative to the workspace' : `Write ${inside}`
    throw new AppError('job.invalid', `the path "${path}" is not inside the workspace ${workspace.root}. ${remedy}`)
  }
  const plain = path.replaceAll('\\', '/')
  const place = places.output(plain)
  const isFolder = plain.endsWith('/') || statSync(place, { throwIfNoEntry: false })?.isDirectory() === true
  return workspace.relative(isFolder ? places.output(`${place}/${configName}`) : place)
}

function isOfOtherMachine(path: string): boolean {
  const isOfWindows = /^([a-z]:|\\\\)/i.test(path)
  return process.platform === 'win32' ? path.startsWith('/') && !path.startsWith('//') : isOfWindows
}

function attempt<Result>(work: () => Result, fail: (message: string) => void): Result | null {
  try {
    return work()
  } catch (error) {
    // A drive may be away or forbid to look.
    const isOfSystem = error instanceof Error && 'syscall' in error
    if (!(error instanceof AppError) && !isOfSystem) throw error
    fail(error.message)
    return null
  }
}

function refused(problems: readonly JobFileProblem[]): CheckedJobFile {
  const sorted = problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
  const told = sorted.map(({ line, message }) => (line === null ? '' : `line ${line}: `) + message.replace(/\.$/, ''))
  return { job: null, problems: [...new Set(told)] }
}
