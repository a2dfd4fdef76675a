import type { SETTINGS_ROUTES } from '#shared/contract/settings.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers the requests of SETTINGS_ROUTES. */
export function settingsHandlers(_context: HandlerContext): Pick<Handlers, keyof typeof SETTINGS_ROUTES> {
  throw new Error('Not built yet')
}
