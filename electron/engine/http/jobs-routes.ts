import { isPromptId } from '../dialect.ts'
import { isRecord } from '../prompts/graph.ts'
import type { PromptRunner } from '../prompts/prompt-runner.ts'
import { finishedJob, jobDetail, JOB_STATUSES, queuedJob, type Job } from './job-view.ts'
import { json, type Reply } from './reply.ts'
import type { BodyReader } from './request-body.ts'
import type { Handler, RouteMethods, Routes } from './route-table.ts'

/** The jobs API of 0.38: queue and history under one roof. It is there under `/api` only. */
export function jobsRoutes(runner: PromptRunner, bodies: BodyReader): Routes {
  const { queue, history } = runner
  const allJobs = (): Job[] => [
    ...queue.running.map((prompt) => queuedJob(prompt, 'in_progress')),
    ...queue.pending.map((prompt) => queuedJob(prompt, 'pending')),
    ...history.entries.map(finishedJob),
  ]
  const detail = (id: string): object | null => {
    const entry = history.get(id)[id]
    if (entry) return jobDetail(finishedJob(entry), entry.prompt, entry)
    const running = queue.running.find(({ promptId }) => promptId === id)
    const prompt = running ?? queue.pending.find(({ promptId }) => promptId === id)
    if (!prompt) return null
    const { number, promptId, graph, extraData, outputs } = prompt
    return jobDetail(queuedJob(prompt, running ? 'in_progress' : 'pending'), [
      number,
      promptId,
      graph,
      extraData,
      outputs,
    ])
  }
  const cancelMany: Handler = async ({ message }) => {
    const body = await bodies.json(message).catch((error: unknown) => {
      if (error instanceof SyntaxError) return error
      throw error
    })
    if (body instanceof SyntaxError) return refusal('Request body must be valid JSON')
    const ids: unknown = isRecord(body) ? body['job_ids'] : null
    if (!Array.isArray(ids)) return refusal('job_ids must be a list')
    const invalid = ids.filter((id) => !isPromptId(id)).map((id) => (typeof id === 'string' ? id : JSON.stringify(id)))
    if (invalid.length > 0) return json({ error: 'job_ids contains invalid id(s)', invalid_ids: invalid }, 400)
    return json({ cancelled: ids.filter(isPromptId).filter((id) => runner.cancel(id)).length > 0 })
  }
  const getOne: Handler = ({ parameter }) => {
    const job = detail(parameter)
    return job ? json(job) : json({ error: 'Job not found' }, 404)
  }
  const routes: [string, RouteMethods][] = [
    ['/api/jobs', { GET: ({ query }) => listJobs(allJobs(), query) }],
    ['/api/jobs/cancel', { POST: cancelMany }],
    ['/api/jobs/*', { GET: getOne }],
    ['/api/jobs/*/cancel', { POST: ({ parameter }) => json({ cancelled: runner.cancel(parameter) }) }],
  ]
  return new Map(routes)
}

function listJobs(jobs: readonly Job[], query: URLSearchParams): Reply {
  const wanted = (query.get('status') ?? '').split(',').flatMap((status) => status.trim().toLowerCase() || [])
  const unknown = wanted.filter((status) => !JOB_STATUSES.some((known) => known === status))
  if (unknown.length > 0) {
    return refusal(`Invalid status value(s): ${unknown.join(', ')}. Valid values: ${JOB_STATUSES.join(', ')}`)
  }
  const sortBy = (query.get('sort_by') ?? 'created_at').toLowerCase()
  if (sortBy !== 'created_at' && sortBy !== 'execution_duration') {
    return refusal("sort_by must be 'created_at' or 'execution_duration'")
  }
  const order = (query.get('sort_order') ?? 'desc').toLowerCase()
  if (order !== 'asc' && order !== 'desc') return refusal("sort_order must be 'asc' or 'desc'")
  const limit = integer(query, 'limit')
  if (limit === 'invalid') return refusal('limit must be an integer')
  if (limit !== null && limit <= 0) return refusal('limit must be a positive integer')
  const from = integer(query, 'offset')
  if (from === 'invalid') return refusal('offset must be an integer')
  const offset = Math.max(0, from ?? 0)
  const workflowId = query.get('workflow_id')
  const key = sortBy === 'created_at' ? ({ create_time = 0 }: Job) => create_time : durationMs
  const found = jobs
    .filter(
      (job) => (wanted.length === 0 || wanted.includes(job.status)) && (!workflowId || job.workflow_id === workflowId),
    )
    .sort((a, b) => (order === 'asc' ? key(a) - key(b) : key(b) - key(a)))
  const page = found.slice(offset, limit === null ? undefined : offset + limit)
  const hasMore = offset + page.length < found.length
  return json({ jobs: page, pagination: { offset, limit, total: found.length, has_more: hasMore } })
}

function durationMs({ execution_start_time: start, execution_end_time: end }: Job): number {
  return start && end ? end - start : 0
}

function integer(query: URLSearchParams, name: string): number | null | 'invalid' {
  const value = query.get(name)
  if (value === null) return null
  return /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : 'invalid'
}

function refusal(error: string): Reply {
  return json({ error }, 400)
}
