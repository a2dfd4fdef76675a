import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { LineCounter, parseDocument, type Document } from 'yaml'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { JobInputValue, JobType } from '#shared/models/job.ts'
import { bindWorkflow } from './bind-workflow.ts'
import type { BoundWorkflow, Workflow } from './bind-workflow.ts'
import { readEntry, templateFile, templatePathOf } from './workflow-entry.ts'
import type { ReadEntry, WorkflowEntry } from './workflow-entry.ts'

/** The registry's file, relative to the workspace. */
export const WORKFLOWS_FILE = 'config/workflows.yaml'

/** How long a change by hand may go unnoticed. */
const LOOK_INTERVAL_MS = 1000

/** What `e3 health` tells of a workflow; without problems it can run wherever its nodes are installed. */
export interface WorkflowState {
  workflowId: string
  description: string
  /** Null where the entry does not say it. */
  jobType: JobType | null
  problems: string[]
}

interface Entry extends ReadEntry {
  /** The entry as it stands in the file. */
  text: string
  /** Of the template's file, from before it was read. */
  signature: string
}

/**
 * The workflows of a workspace as they are now; a broken one is known with its problems and does not disturb the others.
 *
 * Changes are noticed when somebody asks, at most once a second and never between two questions without an `await`. A file that
 * cannot be read any more leaves all as it was.
 */
export class WorkflowRegistry {
  readonly #root: string
  readonly #lookIntervalMs: number
  #entries: ReadonlyMap<string, Entry> = new Map()
  #signature = ''
  #lookedAtMs = -Infinity
  /** Somebody is asking: what is asked next in one go has to agree with the answer. */
  #isHeld = false
  #fault: AppError | null = null

  /** Throws `config.invalid`. */
  constructor(root: string, options: { lookIntervalMs?: number } = {}) {
    this.#root = root
    this.#lookIntervalMs = options.lookIntervalMs ?? LOOK_INTERVAL_MS
    this.reload()
  }

  /** Why the file cannot be read since it was changed; null when all is well. */
  get fault(): AppError | null {
    this.#look()
    return this.#fault
  }

  /** Reads what is new at once. Throws `config.invalid`; then all stays as it was. */
  reload(): void {
    const own = signatureOf(join(this.#root, WORKFLOWS_FILE))
    const entries = new Map<string, Entry>()
    for (const [workflowId, value] of Object.entries(readWorkflowsFile(this.#root))) {
      const text = JSON.stringify(value)
      const signature = this.#templateSignature(templatePathOf(value))
      const known = this.#entries.get(workflowId)
      const isSame = known?.text === text && known.signature === signature
      entries.set(workflowId, isSame ? known : { ...readEntry(this.#root, workflowId, value), text, signature })
    }
    this.#entries = entries
    this.#signature = [own, ...[...entries.values()].map((entry) => entry.signature)].join(' ')
    this.#fault = null
    this.#lookedAtMs = performance.now()
  }

  /** In the order of the file. */
  list(): WorkflowState[] {
    return [...this.#current()].map(([workflowId, { description, jobType, problems }]) => ({
      workflowId,
      description,
      jobType,
      problems,
    }))
  }

  /** The entry as it stands in the file; null for one that is not there, or that is none. */
  entry(workflowId: string): WorkflowEntry | null {
    return this.#current().get(workflowId)?.entry ?? null
  }

  /** True when `get` would not throw. */
  isUsable(workflowId: string): boolean {
    return (this.#current().get(workflowId)?.workflow ?? null) !== null
  }

  /** Throws `workflow.unknown` or `workflow.invalid`. */
  get(workflowId: string): Workflow {
    const entries = this.#current()
    const entry = entries.get(workflowId)
    if (!entry) {
      const known = [...entries.keys()].join(', ')
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

  #current(): ReadonlyMap<string, Entry> {
    this.#look()
    return this.#entries
  }

  #look(): void {
    if (this.#isHeld) return
    this.#isHeld = true
    queueMicrotask(() => (this.#isHeld = false))
    if (performance.now() - this.#lookedAtMs < this.#lookIntervalMs) return
    this.#lookedAtMs = performance.now()
    const signature = this.#sign()
    if (signature === this.#signature) return
    try {
      this.reload()
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      this.#fault = error
      this.#signature = signature
    }
  }

  #sign(): string {
    const templates = [...this.#entries.values()].map(({ templatePath }) => this.#templateSignature(templatePath))
    return [signatureOf(join(this.#root, WORKFLOWS_FILE)), ...templates].join(' ')
  }

  #templateSignature(path: string | null): string {
    return signatureOf(path === null ? null : templateFile(this.#root, path))
  }
}

/** Reads `config/workflows.yaml` and its templates below `root`; throws `config.invalid` when that file itself is unreadable. */
export function loadWorkflows(root: string): WorkflowRegistry {
  return new WorkflowRegistry(root)
}

/** Changes with each writing of the file. */
function signatureOf(file: string | null): string {
  if (file === null) return '-'
  try {
    const facts = statSync(file, { throwIfNoEntry: false })
    return facts === undefined ? '-' : `${facts.mtimeMs}:${facts.size}:${facts.ino}`
  } catch (error) {
    return messageOf(error) // Whoever reads the file says it to people.
  }
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
  if (error) {
    // The lines that follow draw the place.
    const [found = ''] = error.message.split('\n')
    throw new AppError('config.invalid', `${WORKFLOWS_FILE} is not valid YAML: ${found.replace(/:$/, '')}.`)
  }
  const value = valueOf(document)
  if (value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new AppError('config.invalid', `${WORKFLOWS_FILE} must map each workflow_id to its entry.`)
  }
  return value as Record<string, unknown>
}

function valueOf(document: Document): unknown {
  try {
    return document.toJS()
  } catch (error) {
    // An alias of aliases of aliases.
    throw new AppError('config.invalid', `${WORKFLOWS_FILE} cannot be used: ${messageOf(error)}.`)
  }
}
