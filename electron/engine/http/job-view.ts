import { isRecord } from '../prompts/graph.ts'
import type { HistoryEntry } from '../prompts/history.ts'
import type { Prompt, PromptTuple } from '../prompts/prompt-queue.ts'

/** What the jobs API knows a job to be. */
export const JOB_STATUSES = ['pending', 'in_progress', 'completed', 'failed', 'cancelled'] as const
type JobStatus = (typeof JOB_STATUSES)[number]

/** A prompt as the jobs API lists it; what it does not have is left out. */
export interface Job {
  id: string
  status: JobStatus
  priority: number
  create_time?: number
  execution_start_time?: number
  execution_end_time?: number
  execution_error?: unknown
  outputs_count: number
  preview_output?: unknown
  workflow_id?: string
}

/** A prompt that waits or runs. */
export function queuedJob({ promptId, number, extraData }: Prompt, status: 'pending' | 'in_progress'): Job {
  return { id: promptId, status, priority: number, outputs_count: 0, ...originOf(extraData) }
}

/** A prompt of history. */
export function finishedJob(entry: HistoryEntry): Job {
  const [number, id, , extraData] = entry.prompt
  const messages = new Map(entry.status.messages)
  const failure = messages.get('execution_error')
  const interruption = messages.get('execution_interrupted')
  const start = messages.get('execution_start')?.['timestamp']
  const end = (messages.get('execution_success') ?? failure ?? interruption)?.['timestamp']
  const files = filesOf(entry)
  const preview = files.find(({ type }) => type === 'output') ?? files[0] ?? textOf(entry)
  return {
    id,
    status: entry.status.completed ? 'completed' : interruption ? 'cancelled' : 'failed',
    priority: number,
    outputs_count: files.length,
    ...originOf(extraData),
    ...(typeof start === 'number' ? { execution_start_time: start } : {}),
    ...(typeof end === 'number' ? { execution_end_time: end } : {}),
    ...(failure ? { execution_error: failure } : {}),
    ...(preview ? { preview_output: preview } : {}),
  }
}

/** A job with its graph and, when it has ended, its outputs. */
export function jobDetail(job: Job, [, , prompt, extraData]: PromptTuple, entry?: HistoryEntry): object {
  const results = entry ? { outputs: entry.outputs, execution_status: entry.status } : {}
  return { ...job, ...results, workflow: { prompt, extra_data: extraData } }
}

function originOf(extraData: Readonly<Record<string, unknown>>): Pick<Job, 'create_time' | 'workflow_id'> {
  const { create_time: createTime, extra_pnginfo: info } = extraData
  const workflow = isRecord(info) ? info['workflow'] : undefined
  const id = isRecord(workflow) ? workflow['id'] : undefined
  return {
    ...(typeof createTime === 'number' ? { create_time: createTime } : {}),
    ...(typeof id === 'string' ? { workflow_id: id } : {}),
  }
}

/** Each output that is an object, with the node it comes from. */
function filesOf(entry: HistoryEntry): Record<string, unknown>[] {
  return itemsOf(entry).flatMap(({ item, ...origin }) => (isRecord(item) ? [{ ...item, ...origin }] : []))
}

const MAX_PREVIEW_CHARACTERS = 1024

/** The first line of text, when a job gave nothing else. */
function textOf(entry: HistoryEntry): object | null {
  const found = itemsOf(entry).find(({ item, mediaType }) => mediaType === 'text' && typeof item === 'string')
  if (!found) return null
  const { item, ...origin } = found
  const text = String(item)
  const isLong = text.length > MAX_PREVIEW_CHARACTERS
  return { content: text.slice(0, MAX_PREVIEW_CHARACTERS), ...(isLong ? { truncated: true } : {}), ...origin }
}

function itemsOf({ outputs }: HistoryEntry): { item: unknown; nodeId: string; mediaType: string }[] {
  return Object.entries(outputs).flatMap(([nodeId, ui]) =>
    Object.entries(isRecord(ui) ? ui : {}).flatMap(([mediaType, items]) =>
      Array.isArray(items) ? items.map((item: unknown) => ({ item, nodeId, mediaType })) : [],
    ),
  )
}
