import type { JobErrorClass, JobStatus, JobType } from '#shared/models/job.ts'
import type { JobQuery } from '#shared/models/job-row.ts'

/** The options that narrow a list of jobs. */
export interface JobFilter {
  status?: JobStatus
  class?: JobErrorClass
  type?: JobType
  book?: string
  production?: number
}

/** The jobs that fit; a class is one of failed jobs. */
export function queryOf({ status, class: errorClass, type, book, production }: JobFilter): JobQuery {
  return {
    status: status ?? (errorClass === undefined ? undefined : 'failed'),
    errorClass,
    jobType: type,
    bookId: book,
    productionId: production,
  }
}
