import type { PRODUCTION_ROUTES } from '#shared/contract/production.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers for productions. */
export function productionHandlers({
  studio,
  broadcast,
}: HandlerContext): Pick<Handlers, keyof typeof PRODUCTION_ROUTES> {
  return {
    'production.list': ({ bookId }) => ({ revision: broadcast.revision, items: studio().board.list(bookId) }),
    'production.get': async ({ id }) => {
      const details = await studio().board.details(id)
      return { ...details, revision: broadcast.revision }
    },
    'production.start': async (request) => {
      const { id } = await studio().steering.start(request)
      return studio().board.require(id)
    },
    'production.pausePresets': () => Object.keys(studio().workspace.config.audiobook.pause_presets),
    'production.steer': ({ id, action }) => {
      studio().steering.steer(id, action)
      return studio().board.require(id)
    },
  }
}
