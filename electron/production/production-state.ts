import { AppError } from '#shared/models/app-error.ts'
import type { Production, ProductionStatus } from '#shared/models/production.ts'
import type { Title } from '#shared/models/title.ts'
import type { Database } from '#electron/database/open-database.ts'

export type ProductionAction = 'pause' | 'resume' | 'cancel' | 'retry'

const ALLOWED_FROM: Record<ProductionAction, readonly ProductionStatus[]> = {
  pause: ['pending', 'processing'],
  resume: ['paused'],
  cancel: ['pending', 'processing', 'paused', 'failed'],
  retry: ['failed'],
}

const DONE: Record<ProductionAction, string> = {
  pause: 'paused',
  resume: 'resumed',
  cancel: 'cancelled',
  retry: 'retried',
}

const SAID: Record<ProductionAction, string> = {
  pause: 'Paused.',
  resume: 'Resumed.',
  cancel: 'Cancelled. What was made stays.',
  retry: 'Retried.',
}

const BECOMES: Record<ProductionAction, ProductionStatus> = {
  pause: 'paused',
  resume: 'pending',
  cancel: 'cancelled',
  retry: 'pending',
}

/**
 * Pauses, resumes, cancels or retries a production; whoever runs it notices by its status.
 *
 * Throws `production.unknown`, or `production.wrongState` when the action does not fit the present status.
 */
export function setProductionState(database: Database, id: number, action: ProductionAction): Production {
  return database.transaction(() => {
    const production = requireProduction(database, id)
    if (!ALLOWED_FROM[action].includes(production.status)) {
      throw new AppError(
        'production.wrongState',
        `The production of ${nameOf(database, production)} is ${production.status}: only one that is ${ALLOWED_FROM[action].join(' or ')} can be ${DONE[action]}.`,
        { data: { id, status: production.status, action } },
      )
    }
    database.productions.setStatus(id, BECOMES[action])
    database.productionLog.add(id, 'info', SAID[action])
    if (action === 'cancel') database.jobs.cancelProduction(id)
    if (action === 'retry')
      for (const jobId of database.jobs.failedIds({ productionId: id })) database.jobs.retry(jobId)
    return requireProduction(database, id)
  })
}

/**
 * Puts finished jobs back into the queue, all or none, and their productions too, which settle what comes of them.
 *
 * Throws `job.unknown`, `job.notFinished`, and `production.wrongState` for a job of a production that was cancelled.
 */
export function retryJobs(database: Database, ids: readonly number[]): void {
  database.transaction(() => {
    const jobs = ids.flatMap((id) => database.jobs.get(id) ?? [])
    for (const id of new Set(jobs.flatMap(({ productionId }) => productionId ?? []))) reopen(database, id)
    for (const id of ids) database.jobs.retry(id)
  })
}

function reopen(database: Database, id: number): void {
  const { status } = requireProduction(database, id)
  if (status === 'failed' || status === 'completed') {
    database.productions.setStatus(id, 'pending')
    database.productionLog.add(id, 'info', 'A job of it was retried.')
  }
  if (status !== 'cancelled') return
  throw new AppError(
    'production.wrongState',
    'The production of this job was cancelled. Start it anew: what was spoken is kept.',
    { data: { id, status } },
  )
}

/** The production, or `production.unknown`. */
export function requireProduction(database: Database, id: number): Production {
  const production = database.productions.get(id)
  if (production === null) {
    throw new AppError('production.unknown', `There is no production ${id}.`, {
      data: { id },
    })
  }
  return production
}

/** The title, or `title.unknown`. */
export function requireTitle(database: Pick<Database, 'titles'>, bookId: string): Title {
  const title = database.titles.get(bookId)
  if (title !== null) return title
  throw new AppError('title.unknown', `There is no title ${bookId}.`)
}

function nameOf({ titles }: Database, { bookId }: Production): string {
  return titles.get(bookId)?.title ?? bookId
}
