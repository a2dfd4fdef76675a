import { existsSync } from 'node:fs'
import { appFile } from '#electron/config/app-files.ts'
import type { Workspace } from '#electron/config/workspace.ts'

const SAMPLES = 'foundry/samples'

/** Where the books lie that come with the studio: in the workspace, else with the application. */
export function samplesDirOf(workspace: Pick<Workspace, 'resolve'>): string {
  const own = workspace.resolve(SAMPLES)
  return existsSync(own) ? own : appFile(SAMPLES)
}
