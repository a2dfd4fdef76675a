import { join } from 'node:path'
import { locateFfmpeg, type Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { SoundMeasurer } from '#electron/audio/measuring/sound-measurer.ts'
import { Agent, type ServerSpec } from '#electron/comfyui/agent/agent.ts'
import { JobPlaces } from '#electron/comfyui/agent/job-places.ts'
import type { WatchFolder } from '#electron/comfyui/job-files/watch-folder.ts'
import { loadWorkflows, type WorkflowRegistry } from '#electron/comfyui/workflows/workflow-registry.ts'
import { openWorkspace, type Workspace } from '#electron/config/workspace.ts'
import { claimEnvironment } from '#electron/database/claim-environment.ts'
import { openDatabase, type Database } from '#electron/database/open-database.ts'
import { Foundry } from '#electron/library/foundry.ts'
import { createLogger, type Logger } from '#electron/log/logger.ts'
import { Producer } from '#electron/production/producer.ts'
import { checkOutput } from './check-output.ts'
import { Disposers, type Defer } from './disposers.ts'
import { startServers } from './start-servers.ts'
import { watchJobFiles } from './watch-job-files.ts'

/** Which workspace and environment to open; without a root the process environment and the working folder decide. */
export interface StudioOptions {
  root?: string
  env?: string
  processEnv: NodeJS.ProcessEnv
}

/** One environment's services without the ones that work. */
export interface Studio {
  workspace: Workspace
  database: Database
  foundry: Foundry
  workflows: WorkflowRegistry
  log: Logger
  /** Closes in reverse order of opening; safe to call once. */
  close(): Promise<void>
}

/** The studio with its engine, its agent and its productions. */
export interface WorkingStudio extends Studio {
  agent: Agent
  jobFiles: WatchFolder
  /** The agent's servers with their real addresses; they may hold secrets. */
  serverSpecs: readonly ServerSpec[]
  producer: Producer
  ffmpeg: Ffmpeg
  measurer: SoundMeasurer
}

/** Opens an environment to look at it or to change rows; several may do so at once. */
export function openStudio(options: StudioOptions & { access: 'read' | 'write' }): Promise<Studio> {
  return compose((defer) => Promise.resolve(openRooms(openWorkspace(options), options.access, defer)))
}

/** Opens an environment to work in it; throws `environment.busy` while another studio or command does. */
export function openWorkingStudio(options: StudioOptions): Promise<WorkingStudio> {
  return compose(async (defer) => {
    const workspace = openWorkspace(options)
    const claim = claimEnvironment(workspace.databaseFile)
    defer(() => claim.release())
    const rooms = openRooms(workspace, 'write', defer)
    const { database, workflows, log } = rooms
    const { media, comfyui } = workspace.config
    const ffmpeg = await locateFfmpeg({ ffmpegPath: media.ffmpeg_path, ffprobePath: media.ffprobe_path })
    const measurer = new SoundMeasurer()
    defer(() => measurer.close())
    const serverSpecs = await startServers(workspace, log, defer)
    const agent = new Agent({
      database,
      servers: serverSpecs,
      workflows,
      places: new JobPlaces(workspace),
      checkOutput: (file, job) => checkOutput(file, job, ffmpeg),
      timeoutSeconds: comfyui.timeout_seconds,
      pollIntervalMs: comfyui.poll_interval_ms,
      limits: { maxUnfetched: comfyui.max_unfetched, maxBatch: comfyui.max_batch },
      logger: log.child('agent'),
    })
    defer(() => agent.stop())
    await agent.start()
    const jobFiles = watchJobFiles({ ...rooms, agent }, options)
    defer(() => jobFiles.close())
    jobFiles.open()
    const producer = new Producer({ ...rooms, agent, ffmpeg, measurer, log: log.child('production') })
    return { ...rooms, agent, jobFiles, serverSpecs, ffmpeg, measurer, producer }
  })
}

async function compose<Rooms>(open: (defer: Defer) => Promise<Rooms>): Promise<Rooms & { close(): Promise<void> }> {
  const disposers = new Disposers()
  const close = () => disposers.close()
  try {
    return { ...(await open(disposers.defer)), close }
  } catch (error) {
    // Why it could not be opened is the news, not what else went wrong.
    await close().catch(() => undefined)
    throw error
  }
}

function openRooms(workspace: Workspace, access: 'read' | 'write', defer: Defer): Omit<Studio, 'close'> {
  const log = createLogger({ file: workspace.logFile, level: workspace.config.logging.level })
  defer(() => log.close())
  const backupDir = join(workspace.root, 'database', 'backups')
  const database = openDatabase(workspace.databaseFile, { access, backupDir, logger: log.child('database') })
  defer(() => database.close())
  const workflows = loadWorkflows(workspace.root)
  return { workspace, database, foundry: new Foundry(workspace.foundryDir), workflows, log }
}
