import { z } from 'zod'
import { JOB_STATUSES, JOB_TYPES, PRIORITY, type JobStatus } from '../models/job.ts'
import type { JobDetails, JobPage, JobRow } from '../models/job-row.ts'
import { fileName, folderId, rowId, text } from './fields.ts'
import { route } from './route.ts'

const query = {
  status: z.enum(JOB_STATUSES).optional(),
  jobType: z.enum(JOB_TYPES).optional(),
  bookId: folderId.optional(),
  productionId: rowId.optional(),
}

/** The queue. */
export const JOB_ROUTES = {
  /** `queue` is the order in which jobs run, `newest` the other way round by age. */
  'job.page': route({
    query: z.strictObject(query),
    order: z.enum(['queue', 'newest']),
    offset: z.int().min(0),
    limit: z.int().min(1).max(500),
  })<JobPage>(),
  'job.counts': route({})<{ revision: number; counts: Record<JobStatus, number> }>(),
  'job.get': route({ id: rowId })<JobDetails>(),
  'job.setPriority': route({ id: rowId, priority: z.int().min(PRIORITY.min).max(PRIORITY.max) })<JobRow>(),
  'job.retry': route({ id: rowId })<JobRow>(),
  'job.retryFailed': route({ query: z.strictObject(query).omit({ status: true }) })<{ jobs: number }>(),
  'job.cancel': route({ id: rowId })<JobRow>(),
  /** Queues a YAML job file; every problem of it is in the error's message. */
  'job.addFile': route({ name: fileName, yaml: text(1_000_000) })<JobRow>(),
  'job.export': route({ id: rowId })<{ name: string; yaml: string }>(),
} as const
