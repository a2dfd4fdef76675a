import type { JOB_ROUTES } from '#shared/contract/job.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers for the queue. */
export function jobHandlers({ studio, broadcast }: HandlerContext): Pick<Handlers, keyof typeof JOB_ROUTES> {
  return {
    'job.page': ({ query, order, ...range }) => {
      return { revision: broadcast.revision, ...studio().desk.page(query, order, range) }
    },
    'job.counts': () => ({ revision: broadcast.revision, counts: studio().desk.counts() }),
    'job.get': ({ id }) => studio().desk.details(id),
    'job.setPriority': ({ id, priority }) => studio().desk.setPriority(id, priority),
    'job.retry': ({ id }) => studio().desk.retry(id),
    'job.retryFailed': ({ query }) => ({ jobs: studio().desk.retryFailed(query) }),
    'job.cancel': ({ id }) => studio().desk.cancel(id),
    'job.addFile': ({ name, yaml }) => studio().desk.addFile(name, yaml),
    'job.export': ({ id }) => studio().desk.export(id),
  }
}
