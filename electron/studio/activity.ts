import type { ProductionBoard } from '#electron/production/production-board.ts'
import type { Database } from '#electron/database/open-database.ts'
import type { Activity } from '#shared/models/studio.ts'

/** What is going on while no environment is open. */
export const NO_ACTIVITY: Activity = {
  productionsRunning: 0,
  productionsWaiting: 0,
  productionsInTrouble: 0,
  jobsRunning: 0,
  jobsWaiting: 0,
  isQueuePaused: false,
  progress: null,
  etaMs: null,
}

/** What is going on in an environment. */
export function activityOf(database: Database, board: Pick<ProductionBoard, 'running'>): Activity {
  const productions = database.productions.counts()
  const jobs = database.queue.counts()
  const running = board.running()
  const etas = running.flatMap(({ etaMs }) => etaMs ?? [])
  return {
    productionsRunning: productions.processing,
    productionsWaiting: productions.pending,
    productionsInTrouble: productions.failed,
    jobsRunning: jobs.processing,
    jobsWaiting: jobs.pending,
    isQueuePaused: database.studioState.isOn('queue.paused'),
    progress: running.length === 0 ? null : running.reduce((sum, { progress }) => sum + progress, 0) / running.length,
    etaMs: etas.length === 0 ? null : Math.max(...etas),
  }
}
