import { AppError } from '#shared/models/app-error.ts'
import type { Job } from '#shared/models/job.ts'
import type { Database } from '#electron/database/open-database.ts'
import { retryJobs } from '#electron/production/production-state.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { countOf } from '../format-values.ts'
import { queryOf, type JobFilter } from '../job-filter.ts'
import { describeJob, jobTable } from '../job-table.ts'
import { withStudio } from '../with-studio.ts'

const REASON = 'Cancelled with e3 job cancel.'
/** Another process that works on the queue gets its turn in between. */
const TOGETHER = 500

/** `e3 job retry ID|--failed`. */
export function retry(context: CommandContext, which: number | JobFilter): Promise<CommandResult> {
  if (typeof which === 'number') return change(context, which, (database) => retryJobs(database, [which]))
  return withStudio(context, 'write', ({ database }) => {
    const failed = database.jobs.failedIds(queryOf(which))
    for (const ids of groupsOf(failed)) retryJobs(database, ids)
    return { document: { retried: failed.length }, lines: [`${countOf(failed.length, 'job')} will be tried again.`] }
  })
}

/** `e3 job cancel ID|--all`; throws `job.finished` when there is nothing left of it to cancel. */
export function cancel(context: CommandContext, which: number | JobFilter): Promise<CommandResult> {
  if (typeof which === 'number') return change(context, which, ({ jobs }) => cancelOne(jobs, which))
  return withStudio(context, 'write', ({ database }) => {
    const query = queryOf(which)
    const open = (['pending', 'processing'] as const)
      .filter((status) => query.status === undefined || query.status === status)
      .flatMap((status) => database.queueSurvey.ids({ ...query, status }))
    for (const ids of groupsOf(open)) {
      database.transaction(() => {
        for (const id of ids) database.jobs.cancel(id, REASON)
      })
    }
    return { document: { cancelled: open.length }, lines: [`${countOf(open.length, 'job')} cancelled.`] }
  })
}

/** `e3 job priority ID N` and `e3 job god ID`. */
export function setPriority(context: CommandContext, id: number, priority: number): Promise<CommandResult> {
  return change(context, id, ({ jobs }) => jobs.setPriority(id, priority))
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

function cancelOne(jobs: Database['jobs'], id: number): void {
  const { status } = requireJob(jobs, id)
  if (status === 'done' || status === 'failed') {
    throw new AppError('job.finished', `Job ${id} is ${status}: only one that waits or runs can be cancelled.`)
  }
  jobs.cancel(id, REASON)
}

function* groupsOf(ids: readonly number[]): Generator<readonly number[]> {
  for (let at = 0; at < ids.length; at += TOGETHER) yield ids.slice(at, at + TOGETHER)
}
