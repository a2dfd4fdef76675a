import { existsSync } from 'node:fs'
import type { Studio, StudioOptions, WorkingStudio } from '#electron/studio/open-studio.ts'
import type { CommandContext } from './command.ts'

/** Opens the environment for one piece of work and closes it again, whatever comes of it. */
export async function withStudio<Result>(
  { studio: options }: CommandContext,
  access: 'read' | 'write',
  work: (studio: Studio) => Result | Promise<Result>,
): Promise<Result> {
  const { openStudio } = await import('#electron/studio/open-studio.ts')
  const studio = await openStudio({ ...options, access })
  try {
    return await work(studio)
  } finally {
    await studio.close()
  }
}

/** The same with engine, agent and productions, in a workspace that is made ready when it is new. */
export async function withWorkingStudio<Result>(
  { studio: options, stderr }: CommandContext,
  work: (studio: WorkingStudio) => Promise<Result>,
): Promise<Result> {
  await ensureWorkspace(options)
  const { openWorkingStudio } = await import('#electron/studio/open-studio.ts')
  const studio = await openWorkingStudio(options)
  for (const warning of studio.workspace.warnings) stderr.write(`${warning}\n`)
  try {
    return await work(studio)
  } finally {
    await studio.close()
  }
}

/** Makes the workspace ready when its environment has no database yet: the first command may be any. */
export async function ensureWorkspace(options: StudioOptions): Promise<void> {
  const { openWorkspace } = await import('#electron/config/workspace.ts')
  if (existsSync(openWorkspace(options).databaseFile)) return
  const { prepareWorkspace } = await import('#electron/studio/prepare-workspace.ts')
  await prepareWorkspace(options)
}
