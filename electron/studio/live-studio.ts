import type { Activity } from '#shared/models/studio.ts'
import type { Publisher } from '#electron/ipc/broadcast.ts'
import { workflowLabel } from '#electron/comfyui/workflows/workflow-label.ts'
import { ImportQueue } from '#electron/library/import-queue.ts'
import { Posters } from '#electron/library/posters.ts'
import { Shelf } from '#electron/library/shelf.ts'
import { LogTail } from '#electron/log/log-tail.ts'
import { JobPlaces } from '#electron/comfyui/agent/job-places.ts'
import { probeFits } from '#electron/comfyui/workflows/probe-fits.ts'
import { WorkflowStore } from '#electron/comfyui/workflows/workflow-store.ts'
import { trialsFolder, WorkflowTrials } from '#electron/comfyui/workflows/workflow-trials.ts'
import { APP_DIR } from '#electron/config/app-files.ts'
import { Auditions } from '#electron/production/auditions.ts'
import { JobDesk } from '#electron/production/job-desk.ts'
import { NarratorDesk } from '#electron/production/narrator-desk.ts'
import { NarratorSamples } from '#electron/production/narrator-samples.ts'
import { SampleWords } from '#electron/production/sample-words.ts'
import { ProductionBoard } from '#electron/production/production-board.ts'
import { QueueDesk } from '#electron/production/queue-desk.ts'
import { ProductionSteering } from '#electron/production/production-steering.ts'
import { ReleaseDesk } from '#electron/production/release/release-desk.ts'
import { PictureDesk } from '#electron/production/pictures/picture-desk.ts'
import { coverSeed } from '#electron/production/pictures/picture-jobs.ts'
import { PromptDesk } from '#electron/production/pictures/prompt-desk.ts'
import { shelfCover } from '#electron/production/pictures/release-cover.ts'
import { activityOf } from './activity.ts'
import { Disposers } from './disposers.ts'
import { MediaFiles } from './media-files.ts'
import { openWorkingStudio, type StudioOptions, type WorkingStudio } from './open-studio.ts'
import { samplesDirOf } from './samples-dir.ts'
import { runProductions } from './run-productions.ts'
import { ServerBoard } from './server-board.ts'
import { stopProductions } from './stop-productions.ts'
import { WindowNews } from './tell-windows.ts'
import { TrialDesk } from './trial-desk.ts'
import { WorkflowDesk } from './workflow-desk.ts'

/** How long a closing studio waits for what its servers have in hand; real servers keep the rest for the next opening. */
const DRAIN_MS = 10_000
/** The sum of what the services below may take. */
const STUDIO_DEADLINE_MS = 30_000
/** How long servers are asked whether they can run a graph that is being added. */
const PROBE_DEADLINE_MS = 4000
/** A trial's prompt is stopped on its server first. */
const TRIALS_DEADLINE_MS = 8000
/** How often the rows are asked for what other processes have changed. */
const OTHERS_INTERVAL_MS = 1000

/** One open environment that works by itself and tells its windows of it. */
export interface LiveStudio extends WorkingStudio {
  media: MediaFiles
  releases: ReleaseDesk
  shelf: Shelf
  imports: ImportQueue
  narrators: NarratorDesk
  auditions: Auditions
  pictures: PictureDesk
  workflowDesk: WorkflowDesk
  trialDesk: TrialDesk
  servers: ServerBoard
  logTail: LogTail
  board: ProductionBoard
  steering: ProductionSteering
  desk: JobDesk
  queue: QueueDesk
  activity(): Activity
}

/**
 * Opens an environment, goes on with its unfinished productions, and tells `publisher` what happens.
 *
 * Throws what `openWorkingStudio` throws; then nothing is left open.
 */
export async function openLiveStudio(options: StudioOptions, publisher: Publisher): Promise<LiveStudio> {
  const studio = await openWorkingStudio(options)
  const { database, agent, producer } = studio
  const disposers = new Disposers()
  const { defer } = disposers
  const close = () => disposers.close()
  defer(() => studio.close(), STUDIO_DEADLINE_MS)
  try {
    const posters = new Posters({
      ...studio,
      coverOf: (bookId) => shelfCover(studio, bookId),
      seedOf: (title) => coverSeed(title, studio),
    })
    defer(() => posters.close())
    const releases = new ReleaseDesk({
      ...studio,
      processEnv: options.processEnv,
      tell: (card) => publisher.publish('release.changed', `${card.productionId}/${card.profileId}`, card),
    })
    defer(() => releases.close())
    const media = new MediaFiles(studio, posters, releases)
    const words = new SampleWords({ ...studio, places: new JobPlaces(studio.workspace) })
    defer(() => words.close())
    const narrators = new NarratorDesk({
      ...studio,
      words,
      samples: new NarratorSamples(studio),
      tell: (card) => publisher.publish('narrator.changed', card.narratorId, card),
    })
    const auditions = new Auditions({
      ...studio,
      onChange: (audition) => publisher.publish('audition.changed', audition.auditionId, audition),
      onClear: (auditionIds) => publisher.publish('audition.cleared', auditionIds[0] ?? '', { auditionIds }),
    })
    defer(() => auditions.close())
    await auditions.open()
    const workflowDesk = new WorkflowDesk({
      ...studio,
      store: new WorkflowStore({ root: studio.workspace.root, bundledDir: APP_DIR, workflows: studio.workflows }),
      fitsOf: (workflowId) => agent.fits(workflowId),
      probe: async (workflow) =>
        (await probeFits(studio.serverSpecs, [workflow], PROBE_DEADLINE_MS)).get(workflow.workflowId) ?? [],
      describe: (classType) => agent.describeClass(classType),
      tell: (card) => publisher.publish('workflow.changed', card.workflowId, card),
      tellFault: (message) => publisher.publish('workflow.faulted', 'workflows', { message }),
      tellRemoved: (workflowId) => publisher.publish('workflow.removed', workflowId, { workflowId }),
      onChange: () => narrators.refreshAll(),
      learn: () => agent.learn(),
      isWatched: () => publisher.hasListeners,
    })
    defer(() => workflowDesk.close())
    const trials = new WorkflowTrials({
      dir: studio.workspace.resolve(trialsFolder(studio.workspace.env)),
      places: new JobPlaces(studio.workspace),
      onChange: (trial) => publisher.publish('workflow.tried', trial.trialId, trial),
      log: studio.log,
    })
    defer(() => trials.close(), TRIALS_DEADLINE_MS)
    await trials.open()
    const trialDesk = new TrialDesk({ ...studio, trials })
    const servers = new ServerBoard({
      ...studio,
      configured: studio.workspace.config.comfyui.servers,
      tell: (card) => publisher.publish('server.changed', card.name, card),
      onStatus: () => narrators.refreshAll(),
      labelOf: (workflowId) => {
        const workflow = studio.workflows.list().find((candidate) => candidate.workflowId === workflowId)
        return workflow === undefined ? workflowId : workflowLabel(workflow)
      },
      isWatched: () => publisher.hasListeners,
    })
    defer(() => servers.close())
    const logTail = new LogTail({
      file: studio.workspace.logFile,
      tell: (line) => publisher.publish('log.written', line.line, line),
      isWatched: () => publisher.hasListeners,
    })
    defer(() => logTail.close())
    const pictures: PictureDesk = new PictureDesk({
      ...studio,
      prompts: new PromptDesk(studio),
      onChange: (id) => publisher.publish('picture.changed', id, () => pictures.card(id)),
      onRemove: (picture) => publisher.publish('picture.removed', picture.id, picture),
      onCover: (bookId) => shelf.changed(bookId),
    })
    defer(() => pictures.close())
    const board = new ProductionBoard(studio)
    const activity = () => activityOf(database, board)
    const desk = new JobDesk({ ...studio, onChange: (id) => news.job(id) })
    const queue = new QueueDesk({ ...studio, onChange: (id) => news.job(id), onPause: () => news.pause() })
    defer(() => queue.close())
    const steering = new ProductionSteering({ ...studio, onChange: (id) => news.production(id) })
    const news = new WindowNews({
      database,
      board,
      desk,
      queue,
      activity,
      publisher,
      onNarratorWorked: narrators.refreshLater,
    })
    defer(news.watchAgent(agent))
    defer(news.watchJobFiles(studio.jobFiles))

    const shelf: Shelf = new Shelf({
      ...studio,
      publisher,
      stopProductions: (bookId) => stopProductions(bookId, { database, agent, producer, steering, pictures }),
    })
    defer(() => shelf.close())
    await shelf.open()
    await pictures.open()
    const imports = new ImportQueue({
      ...studio,
      shelf,
      publisher,
      maxChunkCharacters: studio.workspace.config.audiobook.chunk_size,
      samplesDir: samplesDirOf(studio.workspace),
    })
    defer(() => imports.close())
    await imports.open()

    defer(() => agent.drain(DRAIN_MS), DRAIN_MS + DRAIN_MS)
    defer(runProductions({ producer, witness: news.witness(), log: studio.log }))
    const told = setInterval(() => news.others(), OTHERS_INTERVAL_MS)
    defer(() => clearInterval(told))
    return {
      ...studio,
      media,
      releases,
      shelf,
      imports,
      narrators,
      auditions,
      pictures,
      workflowDesk,
      trialDesk,
      servers,
      logTail,
      board,
      steering,
      desk,
      queue,
      activity,
      close,
    }
  } catch (error) {
    // Why it could not be opened is the news, not what else went wrong.
    await close().catch(() => undefined)
    throw error
  }
}
