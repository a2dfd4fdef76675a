import type { STUDIO_ROUTES } from '#shared/contract/studio.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers for the studio as a whole, also while no environment is open. */
export function studioHandlers(context: HandlerContext): Pick<Handlers, keyof typeof STUDIO_ROUTES> {
  const { host, shell, broadcast, studio } = context
  return {
    'studio.status': () => host.status(),
    'studio.switchPlan': ({ env }) => host.plan(env),
    'studio.switch': ({ env }) => host.switchTo(env),
    'studio.reopen': () => host.reopen(),
    'studio.activity': () => ({ ...host.activity(), revision: broadcast.revision }),
    'studio.showFile': async ({ media }) => {
      const { path } = await studio().media.find(media)
      shell.showFile(path)
      return null
    },
  }
}
