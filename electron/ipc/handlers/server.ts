import type { SERVER_ROUTES } from '#shared/contract/server.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers the requests of SERVER_ROUTES. */
export function serverHandlers(_context: HandlerContext): Pick<Handlers, keyof typeof SERVER_ROUTES> {
  throw new Error('Not built yet')
}
