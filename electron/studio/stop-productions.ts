import { setTimeout as wait } from 'node:timers/promises'
import type { Agent } from '#electron/comfyui/agent/agent.ts'
import type { Database } from '#electron/database/open-database.ts'
import type { Producer } from '#electron/production/producer.ts'
import type { ProductionSteering } from '#electron/production/production-steering.ts'
import type { PictureDesk } from '#electron/production/pictures/picture-desk.ts'
import { AppError } from '#shared/models/app-error.ts'

/** An encoding that has begun goes on to its end, which may take minutes. */
const LONGEST_WAIT_MS = 10_000
const LOOK_INTERVAL_MS = 50

interface Rooms {
  database: Database
  agent: Pick<Agent, 'cancelJob'>
  producer: Pick<Producer, 'isRunning'>
  steering: Pick<ProductionSteering, 'steer'>
  pictures: Pick<PictureDesk, 'stop'>
}

/**
 * Pauses what is being made of a title and settles when nothing writes into its folder any more.
 *
 * Throws `title.busy` when that takes long; what was paused stays so.
 */
export async function stopProductions(bookId: string, rooms: Rooms): Promise<void> {
  const { database, agent, producer, steering, pictures } = rooms
  const productions = database.productions.list({ bookId })
  const running = () => database.jobs.list({ bookId, status: 'processing' })
  for (const { id, status } of productions) {
    if (status === 'pending' || status === 'processing') steering.steer(id, 'pause')
  }
  pictures.stop(bookId)
  for (const { id } of running()) agent.cancelJob(id, 'The title was removed.')
  const startMs = Date.now()
  // A server takes a moment to let go of a prompt, and its worker writes until then.
  while (productions.some(({ id }) => producer.isRunning(id)) || running().length > 0) {
    if (Date.now() - startMs > LONGEST_WAIT_MS) throw busy()
    await wait(LOOK_INTERVAL_MS)
  }
}

function busy(): AppError {
  return new AppError('title.busy', 'The audiobook of this title is just being put together. Try again in a minute.')
}
