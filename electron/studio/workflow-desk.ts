import { inspectGraph, packsOf, readForeignGraph } from '#electron/comfyui/inspect-graph.ts'
import type { Workflow } from '#electron/comfyui/bind-workflow.ts'
import { WORKFLOWS_FILE, type WorkflowRegistry, type WorkflowState } from '#electron/comfyui/workflow-registry.ts'
import type { WorkflowDraft, WorkflowStore } from '#electron/comfyui/workflow-store.ts'
import { workflowLabel } from '#electron/comfyui/workflow-label.ts'
import type { Database } from '#electron/database/open-database.ts'
import { OWN_NODE_CLASSES } from '#electron/engine/nodes/core-nodes.ts'
import type { Logger } from '#electron/log/logger.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { JobInputValue } from '#shared/models/job.ts'
import type { GraphInspection, WorkflowCard, WorkflowFit, WorkflowInput } from '#shared/models/workflow-card.ts'

interface WorkflowDeskOptions {
  workflows: WorkflowRegistry
  store: WorkflowStore
  database: Pick<Database, 'narrators' | 'jobs'>
  /** What each server is known to be able to do with a workflow of the registry. */
  fitsOf: (workflowId: string) => WorkflowFit[]
  /** The same of a graph that is not in the registry, asked now. */
  probe: (workflow: Workflow) => Promise<WorkflowFit[]>
  /** What a connected server says of a node class. */
  describe: (classType: string) => unknown
  tell: (card: WorkflowCard) => void
  tellRemoved: (workflowId: string) => void
  /** The workflows are others than before, by whomever they were changed. */
  onChange: () => void
  /** False while no window is open. */
  isWatched: () => boolean
  log: Logger
}

/** A change by hand, or of what servers can do, is shown within this time. */
const LOOK_INTERVAL_MS = 2000

/** Where workflows are looked at, added, changed and removed. */
export class WorkflowDesk {
  readonly #options: WorkflowDeskOptions
  readonly #told = new Map<string, string>()
  readonly #timer: NodeJS.Timeout
  #versions: string | null = null
  #fault: string | null = null

  constructor(options: WorkflowDeskOptions) {
    this.#options = options
    this.#timer = setInterval(() => this.#look(), LOOK_INTERVAL_MS)
    this.#timer.unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }

  /** In the order of the file; then the shipped ones that the workspace does not have. */
  list(): WorkflowCard[] {
    const { workflows, store } = this.#options
    const narrators = this.#narrators()
    const cards = workflows.list().map((state) => this.#card(state, narrators))
    const offered = new Set(store.offered())
    const offers = store.shipped.list().filter(({ workflowId }) => offered.has(workflowId))
    return [...cards, ...offers.map((state) => this.#offer(state))]
  }

  /** Reads a graph that is to be added; throws what `readForeignGraph` throws. */
  async inspect(name: string, text: string): Promise<GraphInspection> {
    const { workflows, describe, probe } = this.#options
    const graph = readForeignGraph(name, text, describe)
    const takenIds = new Set(workflows.list().map(({ workflowId }) => workflowId))
    const inspection = inspectGraph(name, graph, { takenIds, describe })
    const workflow: Workflow = {
      workflowId: inspection.suggestedId,
      description: '',
      jobType: inspection.suggestedType,
      requiredInputs: [],
      inputs: Object.fromEntries(
        inspection.candidates.flatMap(({ suggestedName, node, input }) =>
          suggestedName === null ? [] : [[suggestedName, { node, input, isFile: false }]],
        ),
      ),
      labels: [],
      canBatch: false,
      graph,
      version: '',
    }
    return { ...inspection, fits: await probe(workflow) }
  }

  /** Throws what `WorkflowStore.save` throws. */
  async save(draft: WorkflowDraft): Promise<WorkflowCard> {
    await this.#options.store.save(draft)
    return this.#changed(draft.workflowId)
  }

  /** Throws `workflow.builtIn`, `workflow.inUse`, and what `WorkflowStore.remove` throws. */
  async remove(workflowId: string): Promise<void> {
    const { workflows, store, database } = this.#options
    if (workflows.isUsable(workflowId) && isBuiltIn(workflows.get(workflowId))) {
      const message = 'This workflow belongs to the built-in engine, which speaks and draws covers with it. It stays.'
      throw new AppError('workflow.builtIn', message)
    }
    const users = database.narrators.list().filter(({ voiceModel }) => voiceModel === workflowId)
    if (users.length > 0) {
      const names = users.map(({ name }) => name).join(', ')
      const message = `${names} ${users.length === 1 ? 'speaks' : 'speak'} through it. Give ${users.length === 1 ? 'this narrator' : 'these narrators'} another voice model first.`
      throw new AppError('workflow.inUse', message)
    }
    const waiting = (['pending', 'processing'] as const).reduce(
      (sum, status) => sum + database.jobs.list({ workflowId, status, limit: 1 }).length,
      0,
    )
    if (waiting > 0)
      throw new AppError('workflow.inUse', 'Jobs of the queue wait for it. Let them end, or cancel them.')
    await store.remove(workflowId)
    this.#look()
  }

  /** Throws `workflow.notShipped`. */
  async restore(workflowId: string): Promise<WorkflowCard> {
    await this.#options.store.restore(workflowId)
    return this.#changed(workflowId)
  }

  /** Throws `workflow.…`. */
  export(workflowId: string): Promise<{ name: string; graph: string }> {
    return this.#options.store.export(workflowId)
  }

  #changed(workflowId: string): WorkflowCard {
    this.#look()
    const card = this.list().find((candidate) => candidate.workflowId === workflowId)
    if (card === undefined) throw new Error(`The workflow ${workflowId} was saved and is not there`)
    return card
  }

  #look(): void {
    const { workflows, onChange, isWatched, tell, tellRemoved, log } = this.#options
    const fault = workflows.fault?.message ?? null
    if (fault !== null && fault !== this.#fault)
      log.warn(`${WORKFLOWS_FILE} was changed and cannot be used`, { reason: fault })
    this.#fault = fault
    const versions = workflows
      .list()
      .map(({ workflowId, problems }) => [workflowId, problems, this.#versionOf(workflowId)])
    const text = JSON.stringify(versions)
    const hasChanged = this.#versions !== null && this.#versions !== text
    this.#versions = text
    if (hasChanged) onChange()
    if (!isWatched()) return
    const cards = this.list()
    for (const card of cards) {
      const told = JSON.stringify(card)
      if (this.#told.get(card.workflowId) === told) continue
      this.#told.set(card.workflowId, told)
      tell(card)
    }
    const there = new Set(cards.map(({ workflowId }) => workflowId))
    for (const workflowId of this.#told.keys()) {
      if (there.has(workflowId)) continue
      this.#told.delete(workflowId)
      tellRemoved(workflowId)
    }
  }

  #card(state: WorkflowState, narrators: ReadonlyMap<string, number>): WorkflowCard {
    const { workflows, store, fitsOf, describe } = this.#options
    const { workflowId, description, jobType, problems } = state
    const workflow = workflows.isUsable(workflowId) ? workflows.get(workflowId) : null
    const entry = workflows.entry(workflowId)
    const isShipped = store.shipped.entry(workflowId) !== null
    return {
      workflowId,
      label: workflowLabel(state),
      description,
      jobType,
      version: workflow?.version ?? null,
      problems,
      isShipped,
      isOffered: false,
      isChanged: isShipped && store.isChanged(workflowId),
      labels: entry?.labels ?? [],
      canBatch: entry?.batch ?? false,
      inputs: workflow === null ? [] : inputsOf(workflow),
      packs: workflow === null ? [] : packsOf(workflow.graph, describe),
      fits: workflow === null ? [] : fitsOf(workflowId),
      narrators: narrators.get(workflowId) ?? 0,
    }
  }

  #offer(state: WorkflowState): WorkflowCard {
    const { shipped } = this.#options.store
    const workflow = shipped.isUsable(state.workflowId) ? shipped.get(state.workflowId) : null
    return {
      ...state,
      label: workflowLabel(state),
      version: workflow?.version ?? null,
      isShipped: true,
      isOffered: true,
      isChanged: false,
      labels: [],
      canBatch: workflow?.canBatch ?? false,
      inputs: workflow === null ? [] : inputsOf(workflow),
      packs: workflow === null ? [] : packsOf(workflow.graph),
      fits: [],
      narrators: 0,
    }
  }

  #versionOf(workflowId: string): string | null {
    const { workflows } = this.#options
    return workflows.isUsable(workflowId) ? workflows.get(workflowId).version : null
  }

  #narrators(): Map<string, number> {
    const counts = new Map<string, number>()
    for (const { voiceModel } of this.#options.database.narrators.list()) {
      counts.set(voiceModel, (counts.get(voiceModel) ?? 0) + 1)
    }
    return counts
  }
}

function inputsOf(workflow: Workflow): WorkflowInput[] {
  return Object.entries(workflow.inputs).map(([name, { node, input, markup }]) => {
    const found = workflow.graph[node]
    return {
      name,
      node,
      classType: found?.class_type ?? '',
      input,
      isRequired: workflow.requiredInputs.includes(name),
      default: (found?.inputs[input] ?? '') as JobInputValue,
      markup: markup ?? null,
    }
  })
}

/** Only our own engine has these nodes. */
function isBuiltIn(workflow: Workflow): boolean {
  return Object.values(workflow.graph).some((node) => OWN_NODE_CLASSES.includes(node.class_type))
}
