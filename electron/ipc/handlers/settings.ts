import type { Handlers } from '#shared/contract/routes.ts'
import type { SETTINGS_ROUTES } from '#shared/contract/settings.ts'
import { configEntries } from '#electron/studio/config-entries.ts'
import { healthInBackground } from '#electron/studio/health-in-background.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers the requests of SETTINGS_ROUTES, configuration and health also while no environment is open. */
export function settingsHandlers(context: HandlerContext): Pick<Handlers, keyof typeof SETTINGS_ROUTES> {
  const { host, broadcast, studio } = context
  return {
    'settings.config': () => configEntries(host.target),
    'settings.health': () => healthInBackground(host.target),
    'settings.logs': async (query) => {
      // Taken first: a line that is written meanwhile may come twice, and its number tells.
      const { revision } = broadcast
      return { revision, lines: await studio().logTail.read(query) }
    },
  }
}
