import type { Workflow } from '#electron/comfyui/workflows/bind-workflow.ts'
import { inspectGraph, readForeignGraph } from '#electron/comfyui/workflows/inspect-graph.ts'
import type { WorkflowDraft } from '#electron/comfyui/workflows/workflow-store.ts'
import type { Database } from '#electron/database/open-database.ts'
import type { Logger } from '#electron/log/logger.ts'
import type { GraphInspection, WorkflowCard, WorkflowFit } from '#shared/models/workflow-card.ts'
import { assertRemovable } from './removable-workflow.ts'
import { workflowCards, type WorkflowSources } from './workflow-cards.ts'

interface WorkflowDeskOptions extends WorkflowSources {
  database: Pick<Database, 'narrators' | 'jobs'>
  /** What each server can do with a graph that is not in the registry, asked now. */
  probe: (workflow: Workflow) => Promise<WorkflowFit[]>
  tell: (card: WorkflowCard) => void
  tellRemoved: (workflowId: string) => void
  tellFault: (message: string | null) => void
  /** The workflows are others than before, by whomever they were changed. */
  onChange: () => void
  /** Has the servers asked what they can do with them now; never rejects. */
  learn: () => Promise<void>
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
  #versions: string
  #fault: string | null = null
  #isClosed = false

  constructor(options: WorkflowDeskOptions) {
    this.#options = options
    this.#versions = this.#versionsNow()
    this.#timer = setInterval(() => this.#look(), LOOK_INTERVAL_MS)
    this.#timer.unref()
  }

  /** Why the list cannot be read since it was changed by hand; null when all is well. */
  get fault(): string | null {
    return this.#options.workflows.fault?.message ?? null
  }

  close(): void {
    this.#isClosed = true
    clearInterval(this.#timer)
  }

  /** In the order of the file; then the shipped ones that the workspace does not have. */
  list(): WorkflowCard[] {
    return workflowCards(this.#options)
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
    const { database, store } = this.#options
    assertRemovable(workflowId, { database, shipped: store.shipped })
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
    const { onChange, learn, log, tellFault } = this.#options
    const { fault } = this
    if (fault !== this.#fault) {
      if (fault !== null) log.warn('The workflows cannot be read', { reason: fault })
      this.#fault = fault
      tellFault(fault)
    }
    const versions = this.#versionsNow()
    const hasChanged = this.#versions !== versions
    this.#versions = versions
    if (hasChanged) {
      onChange()
      void learn().then(() => this.#tellCards())
    }
    this.#tellCards()
  }

  /** Tells the windows what is new on a card. */
  #tellCards(): void {
    const { isWatched, tell, tellRemoved } = this.#options
    if (this.#isClosed || !isWatched()) return
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

  #versionsNow(): string {
    const { workflows } = this.#options
    const states = workflows.list().map(({ workflowId, problems }) => {
      return [workflowId, problems, problems.length > 0 ? null : workflows.get(workflowId).version]
    })
    return JSON.stringify(states)
  }
}
