import type { JOB_ROUTES } from '#shared/contract/job.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers for jobs. */
export function jobHandlers({ studio, broadcast }: HandlerContext): Pick<Handlers, keyof typeof JOB_ROUTES> {
  return {
    'job.page': ({ query, order, ...range }) => {
      return { revision: broadcast.revision, ...studio().desk.page(query, order, range) }
    },
    'job.get': ({ id }) => studio().desk.details(id),
    'job.setPriority': ({ id, priority }) => studio().desk.setPriority(id, priority),
    'job.retry': ({ id }) => studio().desk.retry(id),
    'job.retryFailed': async ({ query }) => ({ jobs: await studio().queue.retryFailed(query) }),
    'job.failures': ({ query }) => ({ revision: broadcast.revision, ...studio().queue.failures(query) }),
    'job.cancel': ({ id }) => studio().desk.cancel(id),
    'job.cancelPlan': ({ query }) => studio().queue.cancelPlan(query),
    'job.cancelAll': async ({ query }) => ({ jobs: await studio().queue.cancelAll(query) }),
    'job.statistics': ({ days }) => studio().queue.statistics(days),
    'job.addFile': ({ name, yaml }) => studio().desk.addFile(name, yaml),
    'job.export': ({ id }) => studio().desk.export(id),
  }
}
