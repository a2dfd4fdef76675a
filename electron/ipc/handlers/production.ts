import type { PRODUCTION_ROUTES } from '#shared/contract/production.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers the requests of PRODUCTION_ROUTES. */
export function productionHandlers(_context: HandlerContext): Pick<Handlers, keyof typeof PRODUCTION_ROUTES> {
  throw new Error('Not built yet')
}
