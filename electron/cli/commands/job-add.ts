import { realpathSync } from 'node:fs'
import { basename } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import type { NewJob } from '#shared/models/job.ts'
import {
  checkJobFile,
  defaultsOf,
  jobOfFile,
  type CheckedJobFile,
  type JobFileContext,
} from '#electron/comfyui/job-files/check-job-file.ts'
import { readJobFileText } from '#electron/comfyui/job-files/job-file-bytes.ts'
import { readJobFile } from '#electron/comfyui/job-files/job-file.ts'
import { JobPlaces } from '#electron/comfyui/agent/job-places.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { describeJob, jobTable } from '../job-table.ts'
import { withStudio } from '../with-studio.ts'
import { requireJob } from './job.ts'

/** `e3 job add`: queues all of the files or, when one of them cannot run, none, and tells what is wrong with each. */
export function add(context: CommandContext, files: readonly string[]): Promise<CommandResult> {
  return withStudio(context, 'write', ({ workspace, workflows, database: { jobs } }) => {
    const places = new JobPlaces(workspace)
    const found: NewJob[] = []
    const warnings: string[] = []
    const problems: AppError[] = []
    for (const file of files) {
      try {
        const checked = check(file, { workspace, workflows, places })
        found.push(jobOfFile(basename(file), checked))
        if (checked.job) warnings.push(...checked.warnings.map((warning) => `${basename(file)}: ${warning}`))
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        problems.push(error)
      }
    }
    if (problems.length > 0) throw refusal(problems)
    const queued = jobs.enqueue(found).map((id) => requireJob(jobs, id))
    return { document: { jobs: queued.map(describeJob) }, lines: jobTable(queued), problems: warnings }
  })
}

function check(file: string, context: JobFileContext): CheckedJobFile {
  const found = readJobFileText(realpathOf(file))
  if ('text' in found) {
    return checkJobFile(readJobFile(basename(file), found.text, defaultsOf(context)), context)
  }
  const reason = 'later' in found ? found.later : found.problem
  throw new AppError('job.fileUnreadable', `The job file ${file} cannot be used: ${reason}.`)
}

/** On the command line a link is as good as its file. */
function realpathOf(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    throw new AppError('job.fileUnreadable', `The job file ${file} cannot be read. Check its name and folder.`)
  }
}

function refusal(problems: readonly AppError[]): AppError {
  const [first] = problems
  if (first !== undefined && problems.length === 1) return first
  return new AppError('job.fileInvalid', problems.map(({ message }) => message).join('\n'), {
    data: { problems: problems.map(({ message }) => message) },
  })
}
