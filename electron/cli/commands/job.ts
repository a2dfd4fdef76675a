import { AppError } from '#shared/models/app-error.ts'
import type { Job } from '#shared/models/job.ts'
import type { Database } from '#electron/database/open-database.ts'
import { retryJobs } from '#electron/production/production-state.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { countOf } from '../format-values.ts'
import { describeJob, jobTable } from '../job-table.ts'
import { withStudio } from '../with-studio.ts'

/** `e3 job retry ID|--failed`. */
export function retry(context: CommandContext, which: number | 'failed'): Promise<CommandResult> {
  if (which !== 'failed') return change(context, which, (database) => retryJobs(database, [which]))
  return withStudio(context, 'write', ({ database }) => {
    const failed = database.jobs.failedIds()
    retryJobs(database, failed)
    return { document: { retried: failed.length }, lines: [`${countOf(failed.length, 'job')} will be tried again.`] }
  })
}

/** `e3 job priority ID N` and `e3 job god ID`. */
export function setPriority(context: CommandContext, id: number, priority: number): Promise<CommandResult> {
  return change(context, id, ({ jobs }) => jobs.setPriority(id, priority))
}

/** `e3 job cancel ID`; throws `job.finished` when there is nothing left to cancel. */
export function cancel(context: CommandContext, id: number): Promise<CommandResult> {
  return change(context, id, ({ jobs }) => {
    const { status } = requireJob(jobs, id)
    if (status === 'done' || status === 'failed') {
      throw new AppError('job.finished', `Job ${id} is ${status}: only one that waits or runs can be cancelled.`)
    }
    jobs.cancel(id, 'Cancelled with e3 job cancel.')
  })
}

/** The job, or `job.unknown`. */
export function requireJob(jobs: Database['jobs'], id: number): Job {
  const job = jobs.get(id)
  if (job === null) throw new AppError('job.unknown', `There is no job ${id}.`)
  return job
}

function change(context: CommandContext, id: number, work: (database: Database) => void): Promise<CommandResult> {
  return withStudio(context, 'write', ({ database }) => {
    work(database)
    const job = requireJob(database.jobs, id)
    return { document: { job: describeJob(job) }, lines: jobTable([job]) }
  })
}
