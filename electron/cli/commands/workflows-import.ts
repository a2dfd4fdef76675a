import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Graph } from '#electron/comfyui/workflows/graph.ts'
import { inspectGraph, readForeignGraph } from '#electron/comfyui/workflows/inspect-graph.ts'
import type { WorkflowDraft } from '#electron/comfyui/workflows/workflow-store.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { JobType } from '#shared/models/job.ts'
import type { GraphInspection } from '#shared/models/workflow-card.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { formatTable } from '../text-table.ts'
import { withStudio } from '../with-studio.ts'
import { storeOf } from './workflows.ts'

/** What `e3 workflows import` was asked for. */
export interface ImportRequest {
  file: string
  id?: string
  type?: JobType
  description?: string
  /** `name=node.input`; `name=` leaves a suggested one out. */
  input?: readonly string[]
  label?: readonly string[]
  batch?: true
  replace?: true
}

/** `e3 workflows import`: adds a graph with the inputs that are found in it and those that are named. */
export function importWorkflow(context: CommandContext, request: ImportRequest): Promise<CommandResult> {
  return withStudio(context, 'write', async (studio) => {
    const name = basename(request.file)
    const text = await readFile(request.file, 'utf8').catch((error: unknown) => {
      const message = `The file ${request.file} cannot be read (${messageOf(error)}). Check its name and folder.`
      throw new AppError('workflow.fileUnreadable', message, { cause: error })
    })
    const graph = readForeignGraph(name, text)
    const takenIds = new Set(studio.workflows.list().map(({ workflowId }) => workflowId))
    const inspection = inspectGraph(name, graph, { takenIds })
    const workflowId = request.id ?? inspection.suggestedId
    if (takenIds.has(workflowId) && request.replace !== true) {
      const message = `There is a workflow ${workflowId} already. Give another --id, or --replace.`
      throw new AppError('workflow.exists', message)
    }
    const draft: WorkflowDraft = {
      workflowId,
      description: request.description ?? `${workflowId}, imported from ${name}.`,
      jobType: request.type ?? inspection.suggestedType,
      inputs: inputsOf(graph, inspection, request.input ?? []),
      labels: request.label ?? [],
      canBatch: request.batch === true,
      graph: text,
    }
    await storeOf(studio).save(draft)
    const shown = { ...draft, graph: undefined }
    return {
      document: { workflow: { ...shown, version: studio.workflows.get(workflowId).version, packs: inspection.packs } },
      lines: [...table(draft, inspection), `${workflowId} is added as ${draft.jobType}.`],
    }
  })
}

/** The suggestions, changed by what was named. */
function inputsOf(graph: Graph, { candidates }: Pick<GraphInspection, 'candidates'>, named: readonly string[]) {
  const inputs = new Map<string, WorkflowDraft['inputs'][number]>()
  for (const { suggestedName, node, input, isRequired, markup } of candidates) {
    if (suggestedName !== null) inputs.set(suggestedName, { name: suggestedName, node, input, isRequired, markup })
  }
  for (const words of named) {
    const [name = '', place = ''] = words.split(/=(.*)/s)
    const known = inputs.get(name)
    if (place === '') inputs.delete(name)
    else inputs.set(name, { isRequired: name === 'text', markup: null, ...known, name, ...placeOf(graph, name, place) })
  }
  return [...inputs.values()]
}

/** Ids of nodes and names of inputs may hold dots. */
function placeOf(graph: Graph, name: string, place: string): { node: string; input: string } {
  const dots = [...place.matchAll(/\./g)].map(({ index }) => index)
  for (const at of dots) {
    const [node, input] = [place.slice(0, at), place.slice(at + 1)]
    if (Object.hasOwn(graph, node) && Object.hasOwn(graph[node]?.inputs ?? {}, input)) return { node, input }
  }
  const message = `The graph has no input ${place} for ${name}. Write --input ${name}=NODE.INPUT, such as --input text=10.text.`
  throw new AppError('workflow.badMapping', message)
}

function table(draft: WorkflowDraft, { packs }: Pick<GraphInspection, 'packs'>): string[] {
  const rows = draft.inputs.map(({ name, node, input, isRequired, markup }) => {
    return [name, `${node}.${input}`, isRequired ? 'yes' : '', markup ?? '']
  })
  const columns = ['INPUT', 'NODE.INPUT', 'REQUIRED', 'MARKUP'].map((title) => ({ title }))
  const needs = packs.map(
    ({ name, repository }) => `needs the node pack ${name}${repository === null ? '' : ` (${repository})`}`,
  )
  return [...formatTable(columns, rows), ...needs]
}
