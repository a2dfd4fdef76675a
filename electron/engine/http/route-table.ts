import type { IncomingMessage } from 'node:http'
import type { Reply } from './reply.ts'

/** A request as routes see it. */
export interface EngineRequest {
  method: string
  /** Without `/api`. */
  path: string
  /** What stands for the `*` of its route. */
  parameter: string
  query: URLSearchParams
  message: IncomingMessage
}

/** A route's answer to one method. */
export type Handler = (request: EngineRequest) => Reply | Promise<Reply>

/** What a path answers, by method; HEAD is answered by GET. */
export type RouteMethods = Readonly<Partial<Record<'GET' | 'POST', Handler>>>

/** Path → method → handler; a part `*` takes any one part. Each is also there under `/api`. */
export type Routes = ReadonlyMap<string, RouteMethods>

/** The handler for a path and method, the methods that the path has, or null if there is no such path. */
export function findRoute(
  routes: Routes,
  path: string,
  method: string,
): { handler: Handler; parameter: string } | { allowed: string[] } | null {
  const allowed: string[] = []
  for (const [pattern, handlers] of matching(routes, path)) {
    const handler = method === 'GET' || method === 'HEAD' ? handlers.GET : method === 'POST' ? handlers.POST : undefined
    if (handler) return { handler, parameter: parameterOf(pattern, path) }
    allowed.push(...Object.keys(handlers))
  }
  return allowed.length > 0 ? { allowed } : null
}

/** The exact path goes before patterns, and both before the same without `/api`. */
function* matching(routes: Routes, path: string): Generator<[string, RouteMethods]> {
  const exact = routes.get(path)
  if (exact) yield [path, exact]
  const parts = path.split('/')
  for (const [pattern, handlers] of routes)
    if (pattern !== path && fits(pattern.split('/'), parts)) yield [pattern, handlers]
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  return (
    pattern.length === parts.length &&
    pattern.every((part, index) => part === parts[index] || (part === '*' && parts[index] !== ''))
  )
}

function parameterOf(pattern: string, path: string): string {
  const part = path.split('/')[pattern.split('/').indexOf('*')] ?? ''
  try {
    return decodeURIComponent(part)
  } catch {
    return part // ComfyUI's framework leaves what it cannot decode as it is.
  }
}
