import type { Activity } from '#shared/models/studio.ts'
import type { Publisher } from '#electron/ipc/broadcast.ts'
import { ImportQueue } from '#electron/library/import-queue.ts'
import { Shelf } from '#electron/library/shelf.ts'
import { Auditions } from '#electron/production/auditions.ts'
import { JobDesk } from '#electron/production/job-desk.ts'
import { NarratorDesk } from '#electron/production/narrator-desk.ts'
import { NarratorSamples } from '#electron/production/narrator-samples.ts'
import { ProductionBoard } from '#electron/production/production-board.ts'
import { ProductionSteering } from '#electron/production/production-steering.ts'
import { activityOf } from './activity.ts'
import { MediaFiles } from './media-files.ts'
import { openWorkingStudio, type StudioOptions, type WorkingStudio } from './open-studio.ts'
import { samplesDirOf } from './samples-dir.ts'
import { ServerBoard } from './server-board.ts'
import { stopProductions } from './stop-productions.ts'
import { WindowNews } from './tell-windows.ts'

/** One open environment that works by itself and tells its windows of it. */
export interface LiveStudio extends WorkingStudio {
  media: MediaFiles
  shelf: Shelf
  imports: ImportQueue
  narrators: NarratorDesk
  auditions: Auditions
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
      samples: new NarratorSamples(studio),
      tell: (card) => publisher.publish('narrator.changed', card.narratorId, card),
    })
    const auditions = new Auditions({
      ...studio,
      onChange: (audition) => publisher.publish('audition.changed', audition.auditionId, audition),
      onClear: (auditionIds) => publisher.publish('audition.cleared', auditionIds.join(' '), { auditionIds }),
    })
    disposers.push(() => auditions.close())
    await auditions.open()
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

    const shelf = new Shelf({
      ...studio,
      publisher,
      stopProductions: (bookId) => stopProductions(bookId, { database, agent, producer, steering }),
    })
    disposers.push(() => shelf.close())
    await shelf.open()
    const imports = new ImportQueue({
      ...studio,
      shelf,
      publisher,
      maxChunkCharacters: studio.workspace.config.audiobook.chunk_size,
      samplesDir: samplesDirOf(studio.workspace),
    })
    disposers.push(() => imports.close())
    await imports.open()

    const stop = new AbortController()
    const produced = producer.runUnfinished(stop.signal, news.witness())
    disposers.push(async () => {
      stop.abort()
      await produced
    })
    return { ...studio, media, shelf, imports, narrators, servers, board, steering, desk, activity, close }
  } catch (error) {
    await close()
    throw error
  }
}
