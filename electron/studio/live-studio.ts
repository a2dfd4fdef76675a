import type { Activity } from '#shared/models/studio.ts'
import type { Publisher } from '#electron/ipc/broadcast.ts'
import { JobDesk } from '#electron/production/job-desk.ts'
import { NarratorDesk } from '#electron/production/narrator-desk.ts'
import { ProductionBoard } from '#electron/production/production-board.ts'
import { ProductionSteering } from '#electron/production/production-steering.ts'
import { activityOf } from './activity.ts'
import { MediaFiles } from './media-files.ts'
import { openWorkingStudio, type StudioOptions, type WorkingStudio } from './open-studio.ts'
import { ServerBoard } from './server-board.ts'
import { WindowNews } from './tell-windows.ts'

/** One open environment that works by itself and tells its windows of it. */
export interface LiveStudio extends WorkingStudio {
  media: MediaFiles
  narrators: NarratorDesk
  servers: ServerBoard
  board: ProductionBoard
  steering: ProductionSteering
  desk: JobDesk
  activity(): Activity
}

/**
 * Opens an environment, goes on with its unfinished productions, and tells `publisher` what happens.
 *
 * Throws what `openWorkingStudio` throws; then nothing is left open.
 */
export async function openLiveStudio(options: StudioOptions, publisher: Publisher): Promise<LiveStudio> {
  const studio = await openWorkingStudio(options)
  const { database, agent, producer, log } = studio
  const disposers: (() => void | Promise<void>)[] = []
  const close = async () => {
    for (const dispose of disposers.splice(0).reverse()) await dispose()
    await studio.close()
  }
  try {
    const media = new MediaFiles(studio)
    const narrators = new NarratorDesk({
      ...studio,
      tell: (card) => publisher.publish('narrator.changed', card.narratorId, card),
    })
    const servers = new ServerBoard({
      ...studio,
      configured: studio.workspace.config.comfyui.servers,
      tell: (card) => publisher.publish('server.changed', card.name, card),
      isWatched: () => publisher.hasListeners,
    })
    disposers.push(() => servers.close())
    const board = new ProductionBoard(studio)
    const activity = () => activityOf(database, board)
    const desk = new JobDesk({ ...studio, onChange: (id) => news.job(id) })
    const steering = new ProductionSteering({ ...studio, onChange: (id) => news.production(id) })
    const news = new WindowNews({ database, board, desk, activity, publisher, log })
    disposers.push(news.watchAgent(agent))

    const stop = new AbortController()
    const produced = producer.runUnfinished(stop.signal, news.witness())
    disposers.push(async () => {
      stop.abort()
      await produced
    })
    return { ...studio, media, narrators, servers, board, steering, desk, activity, close }
  } catch (error) {
    await close()
    throw error
  }
}
