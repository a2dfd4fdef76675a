import type { IMPORT_ROUTES } from '#shared/contract/import.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers the requests of IMPORT_ROUTES. */
export function importHandlers(_context: HandlerContext): Pick<Handlers, keyof typeof IMPORT_ROUTES> {
  throw new Error('Not built yet')
}
