import { AppError } from '#shared/models/app-error.ts'
import type { Production, ProductionStatus } from '#shared/models/production.ts'
import type { Database } from '#electron/database/open-database.ts'

export type ProductionAction = 'pause' | 'resume' | 'cancel' | 'retry'

const ALLOWED_FROM: Record<ProductionAction, readonly ProductionStatus[]> = {
  pause: ['pending', 'processing'],
  resume: ['paused'],
  cancel: ['pending', 'processing', 'paused', 'failed'],
  retry: ['failed'],
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
        `Production ${id} (${production.bookId}) is ${production.status}: ${action} works on one that is ${ALLOWED_FROM[action].join(' or ')}.`,
        { data: { id, status: production.status, action } },
      )
    }
    database.productions.setStatus(id, BECOMES[action])
    if (action === 'cancel') database.jobs.cancelProduction(id)
    if (action === 'retry') database.jobs.retryFailed({ productionId: id })
    return requireProduction(database, id)
  })
}

/** The production, or `production.unknown`. */
export function requireProduction(database: Database, id: number): Production {
  const production = database.productions.get(id)
  if (production === null) {
    throw new AppError('production.unknown', `There is no production ${id}. \`e3 productions\` lists them.`, {
      data: { id },
    })
  }
  return production
}
