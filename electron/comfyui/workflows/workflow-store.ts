import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { replaceFileAtomic, writeFileAtomic } from '#electron/library/atomic-file.ts'
import { Turns } from '#electron/library/turns.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { JobType } from '#shared/models/job.ts'
import { isFileInput } from './detect-inputs.ts'
import { readGraph } from './graph.ts'
import type { Graph } from './graph.ts'
import { readForeignGraph } from './inspect-graph.ts'
import { mappingProblems, templateFile, VOICE_SAMPLE } from './workflow-entry.ts'
import type { WorkflowEntry } from './workflow-entry.ts'
import { changeWorkflowEntry } from './workflow-file.ts'
import { loadWorkflows, WORKFLOWS_FILE } from './workflow-registry.ts'
import type { WorkflowRegistry } from './workflow-registry.ts'

/** A workflow as a producer wants it. */
export interface WorkflowDraft {
  workflowId: string
  description: string
  jobType: JobType
  inputs: readonly { name: string; node: string; input: string; isRequired: boolean; markup: string | null }[]
  labels: readonly string[]
  canBatch: boolean
  /** The text of a graph; without one the template stays. */
  graph?: string | undefined
}

const TEMPLATE_FOLDER = 'workflows'
const HASH_LENGTH = 8
/** Names a file and a key. */
const ID = /^[A-Za-z0-9][\w.-]{0,79}$/

/**
 * Changes the workspace's workflows: `config/workflows.yaml`, of which all else stays, and the templates.
 *
 * No template is ever overwritten or removed: another graph gets another name. The registry knows at once.
 */
export class WorkflowStore {
  readonly #root: string
  readonly #bundledDir: string
  readonly #workflows: WorkflowRegistry
  #shipped: WorkflowRegistry | null = null
  readonly #turns = new Turns()

  /** `bundledDir` has the workflows that come with the studio, laid out as a workspace has them. */
  constructor(options: { root: string; bundledDir: string; workflows: WorkflowRegistry }) {
    this.#root = options.root
    this.#bundledDir = options.bundledDir
    this.#workflows = options.workflows
  }

  /** The workflows that come with the studio. */
  get shipped(): WorkflowRegistry {
    this.#shipped ??= loadWorkflows(this.#bundledDir)
    return this.#shipped
  }

  /** True for a shipped workflow that differs from what came. */
  isChanged(workflowId: string): boolean {
    if (!this.shipped.isUsable(workflowId)) return false
    if (!this.#workflows.isUsable(workflowId))
      return this.#workflows.list().some((state) => state.workflowId === workflowId)
    const facts = (registry: WorkflowRegistry) => {
      const { description, jobType, requiredInputs, labels, canBatch, version } = registry.get(workflowId)
      return JSON.stringify([description, jobType, requiredInputs, labels, canBatch, version])
    }
    return facts(this.#workflows) !== facts(this.shipped)
  }

  /** Shipped workflows that the workspace does not have. */
  offered(): string[] {
    const own = new Set(this.#workflows.list().map(({ workflowId }) => workflowId))
    return this.shipped.list().flatMap(({ workflowId }) => (own.has(workflowId) ? [] : [workflowId]))
  }

  /**
   * Adds a workflow or changes the one with that id.
   *
   * Throws `workflow.badId`, `workflow.unknown` without a graph for a new one, `workflow.badMapping`, and what `readForeignGraph` throws.
   */
  save(draft: WorkflowDraft): Promise<void> {
    return this.#change(async () => {
      const { workflowId, description, jobType, inputs, labels, canBatch } = draft
      if (!ID.test(workflowId)) {
        const message = `"${workflowId}" is no name for a workflow. Use up to 80 letters, digits, ".", "_" and "-".`
        throw new AppError('workflow.badId', message)
      }
      const before = this.#workflows.entry(workflowId)
      const graph =
        draft.graph === undefined ? await this.#template(workflowId) : readForeignGraph(workflowId, draft.graph)
      assertMapping(graph, draft)
      const entry: WorkflowEntry = {
        template_path: before?.template_path ?? '',
        description,
        job_type: jobType,
        ...(labels.length > 0 && { labels: [...labels] }),
        ...(canBatch && { batch: true }),
        required_inputs: inputs.flatMap(({ name, isRequired }) => (isRequired ? [name] : [])),
        inputs: Object.fromEntries(
          inputs.map(({ name, node, input, markup }) => {
            const known = Object.values(before?.inputs ?? {}).find(
              (target) => target.node === node && target.input === input,
            )
            const found = graph[node]
            const isFile =
              known?.file ?? (name !== VOICE_SAMPLE && isFileInput(found?.class_type ?? '', found?.inputs[input]))
            return [name, { node, input, ...(isFile && { file: true }), ...(markup !== null && { markup }) }]
          }),
        ),
      }
      if (draft.graph !== undefined) {
        entry.template_path = await this.#keepTemplate(`${workflowId}.json`, `${JSON.stringify(graph, null, 2)}\n`)
      }
      await this.#write(workflowId, entry)
    })
  }

  /** Its template stays. Throws `workflow.unknown`. */
  remove(workflowId: string): Promise<void> {
    return this.#change(async () => {
      this.#assertKnown(workflowId)
      await this.#write(workflowId, null)
    })
  }

  /** Puts shipped workflows back as they came, or adds them. Throws `workflow.notShipped`; then nothing is changed. */
  restore(...workflowIds: readonly string[]): Promise<void> {
    return this.#change(async () => {
      const entries = workflowIds.map((workflowId) => [workflowId, this.#shippedEntry(workflowId)] as const)
      for (const [workflowId, entry] of entries) {
        const text = await readFile(join(this.#bundledDir, entry.template_path), 'utf8')
        const path = await this.#keepTemplate(basename(entry.template_path), text)
        await this.#write(workflowId, { ...entry, template_path: path })
      }
    })
  }

  /** The template's text under the workflow's name, as ComfyUI's API takes it. Throws `workflow.…`. */
  async export(workflowId: string): Promise<{ name: string; graph: string }> {
    return { name: `${workflowId}.json`, graph: `${JSON.stringify(await this.#template(workflowId), null, 2)}\n` }
  }

  async #template(workflowId: string): Promise<Graph> {
    if (this.#workflows.isUsable(workflowId)) return this.#workflows.get(workflowId).graph
    this.#assertKnown(workflowId)
    const path = this.#workflows.entry(workflowId)?.template_path
    const file = path === undefined ? null : templateFile(this.#root, path)
    const text = file === null ? null : await readFile(file, 'utf8').catch(() => null)
    const reading = text === null ? null : readGraph(text)
    if (reading && 'graph' in reading) return reading.graph
    // It says what is wrong with the template.
    this.#workflows.get(workflowId)
    throw new AppError('workflow.invalid', `The template of ${workflowId} cannot be read.`)
  }

  #assertKnown(workflowId: string): void {
    const isKnown = this.#workflows.list().some((state) => state.workflowId === workflowId)
    if (!isKnown) this.#workflows.get(workflowId)
  }

  #shippedEntry(workflowId: string): WorkflowEntry {
    const entry = this.shipped.entry(workflowId)
    if (entry !== null) return entry
    throw new AppError(
      'workflow.notShipped',
      `The workflow ${workflowId} did not come with the studio: there is nothing to put back.`,
    )
  }

  /** The path under which the template lies now: its own name, or one with its hash when another graph has that. */
  async #keepTemplate(name: string, text: string): Promise<string> {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH)
    for (const candidate of [name, `${name.slice(0, -'.json'.length)}-${hash}.json`]) {
      const path = `${TEMPLATE_FOLDER}/${candidate}`
      const found = await readFile(join(this.#root, path), 'utf8').catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
        throw unwritable(path, error)
      })
      if (found === text) return path
      if (found !== null) continue
      await writeFileAtomic(join(this.#root, path), text).catch((error: unknown) => {
        throw unwritable(path, error)
      })
      return path
    }
    throw new Error(`Two graphs have the hash ${hash}`)
  }

  async #write(workflowId: string, entry: WorkflowEntry | null): Promise<void> {
    const path = join(this.#root, WORKFLOWS_FILE)
    try {
      await replaceFileAtomic(path, changeWorkflowEntry(await readFile(path, 'utf8'), workflowId, entry))
    } catch (error) {
      throw error instanceof AppError ? error : unwritable(WORKFLOWS_FILE, error)
    }
    this.#workflows.reload()
  }

  /** One change at a time: the second one reads what the first has written. */
  #change(work: () => Promise<void>): Promise<void> {
    return this.#turns.run(WORKFLOWS_FILE, work)
  }
}

function assertMapping(graph: Graph, { workflowId, inputs }: WorkflowDraft): void {
  const targets = Object.fromEntries(inputs.map(({ name, node, input }) => [name, { node, input, isFile: false }]))
  const twins = inputs.filter(({ name }, index) => inputs.findIndex((other) => other.name === name) !== index)
  const problems = [
    ...twins.map(({ name }) => `input "${name}" is there twice`),
    ...mappingProblems({ graph, inputs: targets, requiredInputs: [] }),
  ]
  if (problems.length === 0) return
  throw new AppError(
    'workflow.badMapping',
    `The inputs do not fit the graph of ${workflowId}: ${problems.join('; ')}.`,
    {
      data: { problems },
    },
  )
}

function unwritable(path: string, error: unknown): AppError {
  return new AppError(
    'workflow.unwritable',
    `${path} of the workspace cannot be changed (${messageOf(error)}). Check its permissions and the free space.`,
    { cause: error },
  )
}
