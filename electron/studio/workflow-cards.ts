import type { Workflow } from '#electron/comfyui/workflows/bind-workflow.ts'
import { packsOf } from '#electron/comfyui/workflows/inspect-graph.ts'
import { workflowLabel } from '#electron/comfyui/workflows/workflow-label.ts'
import type { WorkflowRegistry, WorkflowState } from '#electron/comfyui/workflows/workflow-registry.ts'
import type { WorkflowStore } from '#electron/comfyui/workflows/workflow-store.ts'
import type { Database } from '#electron/database/open-database.ts'
import type { JobInputValue } from '#shared/models/job.ts'
import type { WorkflowCard, WorkflowFit, WorkflowInput } from '#shared/models/workflow-card.ts'

/** What cards are made of. */
export interface WorkflowSources {
  workflows: WorkflowRegistry
  store: WorkflowStore
  database: Pick<Database, 'narrators'>
  /** What each server is known to be able to do with a workflow of the registry. */
  fitsOf: (workflowId: string) => WorkflowFit[]
  /** What a connected server says of a node class. */
  describe: (classType: string) => unknown
}

/** The workspace's workflows in the order of the file; then the shipped ones that it does not have. */
export function workflowCards(sources: WorkflowSources): WorkflowCard[] {
  const { workflows, store, database } = sources
  const narrators = new Map<string, number>()
  for (const { voiceModel } of database.narrators.list()) {
    narrators.set(voiceModel, (narrators.get(voiceModel) ?? 0) + 1)
  }
  const cards = workflows.list().map((state) => ownCard(state, sources, narrators.get(state.workflowId) ?? 0))
  const offered = new Set(store.offered())
  const offers = store.shipped.list().filter(({ workflowId }) => offered.has(workflowId))
  return [...cards, ...offers.map((state) => offerCard(state, store.shipped))]
}

function ownCard(state: WorkflowState, sources: WorkflowSources, narrators: number): WorkflowCard {
  const { workflows, store, fitsOf, describe } = sources
  const { workflowId } = state
  const workflow = workflows.isUsable(workflowId) ? workflows.get(workflowId) : null
  const entry = workflows.entry(workflowId)
  const isShipped = store.shipped.entry(workflowId) !== null
  return {
    ...state,
    label: workflowLabel(state),
    version: workflow?.version ?? null,
    isShipped,
    isOffered: false,
    isChanged: isShipped && store.isChanged(workflowId),
    labels: entry?.labels ?? [],
    canBatch: entry?.batch ?? false,
    inputs: workflow === null ? [] : inputsOf(workflow),
    packs: workflow === null ? [] : packsOf(workflow.graph, describe),
    fits: workflow === null ? [] : fitsOf(workflowId),
    narrators,
  }
}

function offerCard(state: WorkflowState, shipped: WorkflowRegistry): WorkflowCard {
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
