import { setTimeout as wait } from 'node:timers/promises'
import type { Agent } from '#electron/comfyui/agent.ts'
import type { Database } from '#electron/database/open-database.ts'
import type { Producer } from '#electron/production/producer.ts'
import type { ProductionSteering } from '#electron/production/production-steering.ts'
import { AppError } from '#shared/models/app-error.ts'

/** An encoding that has begun goes on to its end, which may take minutes. */
const LONGEST_WAIT_MS = 10_000

interface Rooms {
  database: Database
  agent: Pick<Agent, 'cancelJob'>
  producer: Pick<Producer, 'settled'>
  steering: Pick<ProductionSteering, 'steer'>
}

/**
 * Pauses what is being made of a title and settles when nothing writes into its folder any more.
 *
 * Throws `title.busy` when that takes long; what was paused stays so.
 */
export async function stopProductions(bookId: string, { database, agent, producer, steering }: Rooms): Promise<void> {
  const productions = database.productions.list({ bookId })
  for (const { id, status } of productions) {
    if (status === 'pending' || status === 'processing') steering.steer(id, 'pause')
    for (const job of database.jobs.list({ productionId: id, status: 'processing' })) {
      agent.cancelJob(job.id, 'The title was removed.')
    }
  }
  const settled = Promise.all(productions.map(({ id }) => producer.settled(id)))
  if ((await Promise.race([settled, wait(LONGEST_WAIT_MS, 'late', { ref: false })])) !== 'late') return
  throw new AppError('title.busy', 'The audiobook of this title is just being put together. Try again in a minute.')
}
