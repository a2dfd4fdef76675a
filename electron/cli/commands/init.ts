import { prepareWorkspace } from '#electron/studio/prepare-workspace.ts'
import type { CommandContext, CommandResult } from '../command.ts'

/** `e3 init`: makes the workspace ready and tells what it had to make. */
export async function init({ studio }: CommandContext): Promise<CommandResult> {
  const report = await prepareWorkspace(studio)
  return { document: report, lines: [] }
}
