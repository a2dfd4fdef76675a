import type { Faults } from '../faults.ts'
import type { PromptRunner } from '../prompts/prompt-runner.ts'
import { isRecord } from '../prompts/graph.ts'
import { promptTuple } from '../prompts/prompt-queue.ts'
import { empty, json } from './reply.ts'
import type { BodyReader } from './request-body.ts'
import type { EngineRequest, Handler, RouteMethods, Routes } from './route-table.ts'

/** The routes around prompts: post, watch, cancel. */
export function promptRoutes(runner: PromptRunner, faults: Faults, bodies: BodyReader): Routes {
  const { queue, history } = runner
  const read = (request: EngineRequest): Promise<unknown> => bodies.json(request.message)
  const postPrompt: Handler = async (request) => {
    const answer = runner.submit(members(await read(request)))
    return json(answer.body, answer.status)
  }
  const postQueue: Handler = async (request) => {
    const body = members(await read(request))
    if (body['clear']) queue.clear()
    for (const id of idsOf(body)) queue.remove(id)
    return empty(200)
  }
  const postHistory: Handler = async (request) => {
    const body = members(await read(request))
    if (body['clear']) history.clear()
    for (const id of idsOf(body)) history.delete(id)
    return empty(200)
  }
  const postInterrupt: Handler = async (request) => {
    const body = await bodies.text(request.message)
    const id = object(parseOrEmpty(body))['prompt_id']
    if (!id) runner.interrupt(null)
    else if (typeof id === 'string') runner.interrupt(id)
    return empty(200)
  }
  const postFree: Handler = async (request) => {
    if (object(await read(request))['free_memory']) runner.forgetResults()
    return empty(200)
  }
  const queueLists = (): object => ({
    queue_running: queue.running.map(promptTuple),
    queue_pending: (faults.reversePending ? queue.pending.toReversed() : queue.pending).map(promptTuple),
  })
  const listHistory: Handler = ({ query }) =>
    json(history.list(count(query, 'max_items'), count(query, 'offset') ?? -1))
  const routes: [string, RouteMethods][] = [
    ['/prompt', { GET: () => json(runner.status()), POST: postPrompt }],
    ['/queue', { GET: () => json(queueLists()), POST: postQueue }],
    ['/history', { GET: listHistory, POST: postHistory }],
    ['/history/*', { GET: ({ parameter }) => json(history.get(parameter)) }],
    ['/interrupt', { POST: postInterrupt }],
    ['/free', { POST: postFree }],
  ]
  return new Map(routes)
}

/** Only POST /interrupt accepts an empty or malformed body. */
function parseOrEmpty(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return {}
  }
}

function object(body: unknown): Record<string, unknown> {
  if (!isRecord(body)) throw new TypeError('The body is not a JSON object')
  return body
}

/** Python asks a list or a text whether a name is in it, as it asks an object; it finds none. */
function members(body: unknown): Record<string, unknown> {
  return Array.isArray(body) || typeof body === 'string' ? {} : object(body)
}

function idsOf(body: Record<string, unknown>): string[] {
  if (!('delete' in body)) return []
  const ids = body['delete']
  if (!Array.isArray(ids)) throw new TypeError('What to delete is not a list')
  return ids.filter((id) => typeof id === 'string')
}

function count(query: URLSearchParams, name: string): number | null {
  const value = query.get(name)
  if (value === null) return null
  if (!/^\s*[+-]?\d+\s*$/.test(value)) throw new TypeError(`${name} is not a number`)
  return Number(value)
}
