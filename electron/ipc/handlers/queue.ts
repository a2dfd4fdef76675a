import type { QUEUE_ROUTES } from '#shared/contract/queue.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers for the queue as a whole. */
export function queueHandlers({ studio, broadcast }: HandlerContext): Pick<Handlers, keyof typeof QUEUE_ROUTES> {
  return {
    'queue.state': () => ({ revision: broadcast.revision, ...studio().queue.state() }),
    'queue.setPaused': ({ isPaused }) => studio().queue.setPaused(isPaused),
  }
}
