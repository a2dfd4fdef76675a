import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import type { NewJob } from '#shared/models/job.ts'
import { JobPlaces } from '#electron/comfyui/job-places.ts'
import { parseJobFile } from '#electron/comfyui/job-file.ts'
import type { Studio } from '#electron/studio/open-studio.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { describeJob, jobTable } from '../job-table.ts'
import { withStudio } from '../with-studio.ts'
import { requireJob } from './job.ts'

/** `e3 job add`: queues all of the files or, when one of them cannot run, none. */
export function add(context: CommandContext, files: readonly string[]): Promise<CommandResult> {
  return withStudio(context, 'write', async (studio) => {
    const found = await Promise.all(files.map((file) => readJob(studio, file)))
    const { jobs } = studio.database
    const queued = jobs.enqueue(found).map((id) => requireJob(jobs, id))
    return { document: { jobs: queued.map(describeJob) }, lines: jobTable(queued) }
  })
}

async function readJob({ workspace, workflows }: Studio, file: string): Promise<NewJob> {
  const { default_priority: priority, retry_limit: retryLimit } = workspace.config.comfyui
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new AppError('job.fileUnreadable', `The job file ${file} cannot be read. Check its name and folder.`, {
      cause: error,
    })
  })
  const job = parseJobFile(basename(file), text, { priority, retryLimit })
  // What could never run is refused here, where someone is looking.
  workflows.bind(job.workflowId, job.inputs)
  new JobPlaces(workspace).output(job.outputPath)
  return job
}
