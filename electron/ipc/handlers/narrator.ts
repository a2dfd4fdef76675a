import type { NARRATOR_ROUTES } from '#shared/contract/narrator.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers the requests of NARRATOR_ROUTES. */
export function narratorHandlers(_context: HandlerContext): Pick<Handlers, keyof typeof NARRATOR_ROUTES> {
  throw new Error('Not built yet')
}
