import type { Job, JobErrorClass, JobStatus, JobType } from './job.ts'

/** A job as a line of the queue. */
export interface JobRow {
  id: number
  jobType: JobType
  workflowId: string
  status: JobStatus
  priority: number
  retriesAttempted: number
  retryLimit: number
  productionId: number | null
  bookId: string | null
  /** What the job makes, in plain words: book and chapter, or the name of its job file. */
  label: string
  serverName: string | null
  startTime: string | null
  endTime: string | null
  durationS: number | null
  errorClass: JobErrorClass | null
}

/** Which jobs a list shows; empty means all. */
export interface JobQuery {
  status?: JobStatus | undefined
  jobType?: JobType | undefined
  bookId?: string | undefined
  productionId?: number | undefined
  /** Why they failed; null where nobody noted it. */
  errorClass?: JobErrorClass | null | undefined
  workflowId?: string | undefined
  /** The server that has or had them; null means none. */
  serverName?: string | null | undefined
}

/** A window into the queue. */
export interface JobPage {
  revision: number
  total: number
  offset: number
  rows: JobRow[]
}

/** Everything about one job; `error.message` is what the server said, `error.trace` all of it when there is more. */
export interface JobDetails {
  row: JobRow
  job: Pick<Job, 'configName' | 'inputs' | 'outputPath' | 'runCount' | 'metadata'>
  error: { message: string; advice: string; trace: string | null } | null
}
