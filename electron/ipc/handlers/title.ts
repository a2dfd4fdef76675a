import type { TITLE_ROUTES } from '#shared/contract/title.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers the requests of TITLE_ROUTES. */
export function titleHandlers(_context: HandlerContext): Pick<Handlers, keyof typeof TITLE_ROUTES> {
  throw new Error('Not built yet')
}
