import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Agent } from '#electron/comfyui/agent/agent.ts'
import { JobPlaces } from '#electron/comfyui/agent/job-places.ts'
import { WatchFolder } from '#electron/comfyui/job-files/watch-folder.ts'
import { openWorkspace, realPlace, type Workspace } from '#electron/config/workspace.ts'
import { claimEnvironment } from '#electron/database/claim-environment.ts'
import { heldJobFiles } from '#electron/database/held-job-files.ts'
import { AppError } from '#shared/models/app-error.ts'
import { ENVIRONMENTS } from '#shared/models/environment.ts'
import type { Logger } from '#electron/log/logger.ts'
import type { StudioOptions, WorkingStudio } from './open-studio.ts'

/** The other environment's queue is asked at most so often. */
const HELD_FOR_MS = 1000

/** The watch folder of an environment, which may be the other one's too: one of them takes files at a time, and each keeps its own. */
export function watchJobFiles(
  rooms: Pick<WorkingStudio, 'workspace' | 'database' | 'workflows' | 'log'> & {
    agent: Pick<Agent, 'cancelJob' | 'onJob' | 'wake'>
  },
  options: StudioOptions,
): WatchFolder {
  const { workspace } = rooms
  const log = rooms.log.child('job-files')
  return new WatchFolder({
    ...rooms,
    log,
    places: new JobPlaces(workspace),
    claim: (dir) => claimFolder(workspace, dir),
    isHeldElsewhere: heldByOther(workspace, options, log),
  })
}

/** The lock lies in the workspace: network drives are bad at keeping locks. */
function claimFolder(workspace: Workspace, dir: string): { release(): void } | null {
  const name = createHash('sha256')
    .update(realPlace(dir) ?? dir)
    .digest('hex')
    .slice(0, 12)
  try {
    return claimEnvironment(join(workspace.root, 'database', `job_files_${name}`))
  } catch (error) {
    if (error instanceof AppError && error.code === 'environment.busy') return null
    throw error
  }
}

function heldByOther(workspace: Workspace, options: StudioOptions, log: Logger): (path: string) => boolean {
  const databaseFile = otherDatabase(workspace, options, log)
  if (databaseFile === null) return () => false
  let held: ReadonlySet<string> = new Set()
  let askedAtMs = -Infinity
  return (path) => {
    if (performance.now() - askedAtMs > HELD_FOR_MS) {
      held = heldJobFiles(databaseFile)
      askedAtMs = performance.now()
    }
    return held.has(path)
  }
}

/** Of the environment that takes its job files from the same folder. */
function otherDatabase({ root, env, config }: Workspace, options: StudioOptions, log: Logger): string | null {
  const other = ENVIRONMENTS.find((name) => name !== env)
  try {
    const { config: theirs, databaseFile } = openWorkspace({ root, env: other, processEnv: options.processEnv })
    return theirs.paths.jobs_processing === config.paths.jobs_processing ? databaseFile : null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    log.warn('The other environment cannot be asked for the job files that it has', { reason: error.message })
    return null
  }
}
