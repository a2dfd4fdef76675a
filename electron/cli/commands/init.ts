import { prepareWorkspace } from '#electron/studio/prepare-workspace.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { countOf } from '../format-values.ts'

/** `e3 init`: makes the workspace ready and tells what was missing. */
export async function init({ studio }: CommandContext): Promise<CommandResult> {
  const report = await prepareWorkspace(studio)
  const made = report.made.map((path) => `made  ${path}`)
  const summary = `${report.root} is ready: ${countOf(report.made.length, 'thing')} made, ${countOf(report.kept.length, 'file')} kept.`
  return { document: report, lines: [...made, summary] }
}
