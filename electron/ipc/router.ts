import type { Reply } from '#shared/contract/reply.ts'
import { ROUTES, type Handlers, type RouteName } from '#shared/contract/routes.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { Logger } from '#electron/log/logger.ts'

/** Answers a request of a window that its host has let in. */
export type Router = (route: unknown, input: unknown) => Promise<Reply<unknown>>

/**
 * The second gate, after the host's check of the sender: only known routes with input that fits reach a handler.
 *
 * Never rejects. What a producer can understand is told with its code; a bug is logged with its stack and told as such.
 */
export function createRouter(handlers: Handlers, log: Logger): Router {
  return async (route, input) => {
    if (typeof route !== 'string' || !Object.hasOwn(ROUTES, route)) {
      return refusal('request.unknown', `There is no request “${nameOf(route)}”.`)
    }
    const name = route as RouteName
    const parsed = ROUTES[name].input.safeParse(input)
    if (!parsed.success) {
      const issues = parsed.error.issues.slice(0, 10).map(({ path, message }) => ({ field: path.join('.'), message }))
      return refusal('request.invalid', describe(issues), { issues })
    }
    try {
      // One signature for all routes: each input was parsed by the schema of its own.
      const handler = handlers[name] as (input: unknown) => unknown
      return { ok: true, data: await handler(parsed.data) }
    } catch (error) {
      if (error instanceof AppError) return refusal(error.code, error.message, error.data)
      log.error('A request failed unexpectedly', { route: name, error })
      return refusal('internal', 'Something unexpected went wrong. The log of this environment has the details.')
    }
  }
}

/** Whatever came in the place of a route's name; it may throw when it is turned into text. */
function nameOf(route: unknown): string {
  return typeof route === 'string' ? route.slice(0, 60) : typeof route
}

function refusal(
  code: (Reply<unknown> & { ok: false })['error']['code'],
  message: string,
  data: Readonly<Record<string, unknown>> = {},
): Reply<never> {
  return { ok: false, error: { code, message, data } }
}

function describe(issues: readonly { field: string; message: string }[]): string {
  const [first] = issues
  return first === undefined ? 'The request is not valid.' : `${first.field || 'The request'}: ${first.message}`
}
