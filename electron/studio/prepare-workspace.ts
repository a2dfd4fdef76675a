import { fileURLToPath } from 'node:url'
import { workspaceRoot } from '#electron/config/workspace.ts'
import { initWorkspace, type InitReport } from './init-workspace.ts'
import type { StudioOptions } from './open-studio.ts'
import { SampleStudio } from './sample-studio.ts'

/** The files that a new workspace starts with: the repository, or the installed application. */
const BUNDLED_DIR = fileURLToPath(new URL('../..', import.meta.url))

/** Makes a workspace usable in one step, with a recorded sample of each built-in narrator; safe to repeat. */
export async function prepareWorkspace(options: StudioOptions): Promise<InitReport> {
  const samples = new SampleStudio(BUNDLED_DIR)
  try {
    return await initWorkspace({
      root: workspaceRoot(options),
      bundledDir: BUNDLED_DIR,
      processEnv: options.processEnv,
      recordSample: (narrator, path) => samples.record(narrator, path),
    })
  } finally {
    await samples.close()
  }
}
