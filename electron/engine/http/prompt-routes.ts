import type { PromptRunner } from '../prompts/prompt-runner.ts'
import { isRecord } from '../prompts/graph.ts'
import { promptTuple } from '../prompts/prompt-queue.ts'
import type { EngineRequest, Handler, RouteMethods, Routes } from './engine-server.ts'
import { empty, json } from './reply.ts'
import { readBody, readJson } from './request-body.ts'

/** The routes around prompts: post, watch, cancel. */
export function promptRoutes(runner: PromptRunner, maxBodyBytes: number): Routes {
  const { queue, history } = runner
  const readObject = async (request: EngineRequest): Promise<Record<string, unknown>> => {
    const body = await readJson(request.message, maxBodyBytes)
    if (!isRecord(body)) throw new TypeError('The body is not a JSON object')
    return body
  }
  const postPrompt: Handler = async (request) => {
    const answer = runner.submit(await readObject(request))
    return json(answer.body, answer.status)
  }
  const postQueue: Handler = async (request) => {
    const body = await readObject(request)
    if (body['clear'] === true) queue.clear()
    for (const id of idsOf(body['delete'])) queue.remove(id)
    return empty(200)
  }
  const postHistory: Handler = async (request) => {
    const body = await readObject(request)
    if (body['clear'] === true) history.clear()
    for (const id of idsOf(body['delete'])) history.delete(id)
    return empty(200)
  }
  const postInterrupt: Handler = async (request) => {
    const body = (await readBody(request.message, maxBodyBytes)).toString('utf8')
    runner.interrupt(interruptTarget(body))
    return empty(200)
  }
  const postFree: Handler = async (request) => {
    const body = await readObject(request)
    if (body['free_memory'] === true) runner.forgetResults()
    return empty(200)
  }
  const queueLists = (): object => ({
    queue_running: queue.running.map(promptTuple),
    queue_pending: queue.pending.map(promptTuple),
  })
  const routes: [string, RouteMethods][] = [
    ['/prompt', { GET: () => json(runner.status()), POST: postPrompt }],
    ['/queue', { GET: () => json(queueLists()), POST: postQueue }],
    [
      '/history',
      { GET: ({ query }) => json(history.list(count(query, 'max_items'), count(query, 'offset'))), POST: postHistory },
    ],
    ['/history/*', { GET: ({ parameter }) => json(history.get(parameter)) }],
    ['/interrupt', { POST: postInterrupt }],
    ['/free', { POST: postFree }],
  ]
  return new Map(routes)
}

/** Only POST /interrupt accepts an empty or malformed body. */
function interruptTarget(body: string): string | null {
  try {
    const parsed: unknown = JSON.parse(body)
    return isRecord(parsed) && typeof parsed['prompt_id'] === 'string' ? parsed['prompt_id'] : null
  } catch {
    return null
  }
}

function idsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : []
}

/** A missing or negative number counts as none, as in ComfyUI. */
function count(query: URLSearchParams, name: string): number | null {
  const value = query.get(name)
  if (value === null) return null
  if (!/^-?\d+$/.test(value)) throw new TypeError(`${name} is not a number`)
  return Number(value) < 0 ? null : Number(value)
}
