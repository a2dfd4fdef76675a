import { join, resolve } from 'node:path'
import { exportJobFile } from '#electron/comfyui/job-files/job-file.ts'
import { writeFileAtomic } from '#electron/library/atomic-file.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { withStudio } from '../with-studio.ts'
import { requireJob } from './job.ts'

/** `e3 job export`: writes a job as a file that can be dropped into any studio's jobs folder. */
export function exportJob(context: CommandContext, request: { id: number; out?: string }): Promise<CommandResult> {
  return withStudio(context, 'read', async ({ database, workspace }) => {
    const { name, text } = exportJobFile(requireJob(database.jobs, request.id))
    const path = join(request.out ?? '.', name)
    await writeFileAtomic(path, text)
    return { document: { id: request.id, path: workspace.relative(resolve(path)) }, lines: [path] }
  })
}
