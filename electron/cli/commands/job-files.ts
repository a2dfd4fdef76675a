import { inspectJobFiles, type InspectedJobFile } from '#electron/comfyui/job-files/inspect-job-files.ts'
import { jobFilesDir, JobPlaces } from '#electron/comfyui/agent/job-places.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { formatTable } from '../text-table.ts'
import { withStudio } from '../with-studio.ts'

/** `e3 job files`: what lies in the watch folder, and what is wrong with it. */
export function files(context: CommandContext): Promise<CommandResult> {
  return withStudio(context, 'read', ({ workspace, workflows, database }) => {
    const folder = workspace.config.paths.jobs_processing
    const found = inspectJobFiles({
      workspace,
      workflows,
      places: new JobPlaces(workspace),
      jobFiles: database.jobFiles,
      dir: jobFilesDir(workspace),
    })
    return {
      document: { folder, files: found },
      lines: found.length > 0 ? tableOf(found) : [`No job files in ${folder}.`],
    }
  })
}

function tableOf(found: readonly InspectedJobFile[]): string[] {
  const columns = [
    { title: 'FILE' },
    { title: 'STATE' },
    { title: 'JOB', align: 'right' },
    { title: 'PROBLEM', maxWidth: 120 },
  ] as const
  const rows = found.flatMap(({ path, state, jobId, problems: [first = '', ...others] }) => [
    [path, state, jobId === null ? '' : String(jobId), first],
    ...others.map((problem) => ['', '', '', problem]),
  ])
  return formatTable(columns, rows)
}
