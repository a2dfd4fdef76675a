import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { APP_DIR } from '#electron/config/app-files.ts'
import { openWorkspace, workspaceRoot } from '#electron/config/workspace.ts'
import { AppError } from '#shared/models/app-error.ts'
import { initWorkspace, type InitReport } from './init-workspace.ts'
import type { StudioOptions } from './open-studio.ts'
import { SampleStudio } from './sample-studio.ts'

/** Makes a workspace usable in one step, with a recorded sample of each built-in narrator; safe to repeat. */
export async function prepareWorkspace(options: StudioOptions): Promise<InitReport> {
  const samples = new SampleStudio(APP_DIR)
  try {
    return await initWorkspace({
      root: workspaceRoot(options),
      bundledDir: APP_DIR,
      processEnv: options.processEnv,
      recordSample: (narrator, path) => samples.record(narrator, path),
    })
  } finally {
    await samples.close()
  }
}

/** Makes a new workspace usable; one that is there, whatever its state, is left to what opens it. */
export async function prepareIfNew(options: StudioOptions): Promise<void> {
  if (isNew(options)) await prepareWorkspace(options)
}

function isNew(options: StudioOptions): boolean {
  if (!existsSync(join(workspaceRoot(options), 'config'))) return true
  try {
    return !existsSync(openWorkspace(options).databaseFile)
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}
