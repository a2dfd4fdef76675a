import type { JobQuery, JobRow } from '#shared/models/job-row.ts'
import { request } from '../bridge.ts'
import { indexOf, rowAt } from './job-pages.ts'
import { putJob, reloadJobs, useJobs } from './jobs.ts'

/** Lower runs first; shown at once, taken back when the studio refuses. */
export function setJobPriority(row: JobRow, priority: number): Promise<void> {
  return change(row, { ...row, priority }, () => request('job.setPriority', { id: row.id, priority }))
}

export function retryJob(row: JobRow): Promise<void> {
  const waiting: JobRow = {
    ...row,
    status: 'pending',
    errorClass: null,
    startTime: null,
    endTime: null,
    durationS: null,
  }
  return change(row, waiting, () => request('job.retry', { id: row.id }))
}

export function cancelJob(row: JobRow): Promise<void> {
  return change(row, row, () => request('job.cancel', { id: row.id }))
}

/** Puts every failed job that fits back into the queue and tells how many they were. */
export async function retryFailedJobs({ status: _status, ...query }: JobQuery): Promise<number> {
  const { jobs } = await request('job.retryFailed', { query })
  reloadJobs()
  return jobs
}

/** Cancels all that waits and runs of what fits and tells how many they were. */
export async function cancelJobs(query: JobQuery): Promise<number> {
  const { jobs } = await request('job.cancelAll', { query })
  reloadJobs()
  return jobs
}

async function change(before: JobRow, after: JobRow, ask: () => Promise<JobRow>): Promise<void> {
  putJob(after)
  try {
    putJob(await ask())
    reloadJobs()
  } catch (error) {
    // News that came meanwhile are truer than what was there before.
    if (presentRow(before.id) === after) putJob(before)
    throw error
  }
}

function presentRow(id: number): JobRow | null {
  const { pages } = useJobs.getState()
  const index = indexOf(pages, id)
  return index === null ? null : rowAt(pages, index)
}
