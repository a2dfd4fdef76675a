import type { JOB_ROUTES } from '#shared/contract/job.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers the requests of JOB_ROUTES. */
export function jobHandlers(_context: HandlerContext): Pick<Handlers, keyof typeof JOB_ROUTES> {
  throw new Error('Not built yet')
}
