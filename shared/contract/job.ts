import { z } from 'zod'
import { JOB_ERROR_CLASSES, JOB_STATUSES, JOB_TYPES, PRIORITY } from '../models/job.ts'
import type { JobDetails, JobPage, JobRow } from '../models/job-row.ts'
import type { CancelPlan, JobFailures, RenderStatistics } from '../models/queue-state.ts'
import { fileName, folderId, rowId, text } from './fields.ts'
import { route } from './route.ts'

const query = {
  status: z.enum(JOB_STATUSES).optional(),
  jobType: z.enum(JOB_TYPES).optional(),
  bookId: folderId.optional(),
  productionId: rowId.optional(),
  errorClass: z.enum(JOB_ERROR_CLASSES).nullable().optional(),
  workflowId: text(200).optional(),
  serverName: text(200).nullable().optional(),
}
const anyStatus = z.strictObject(query).omit({ status: true })

/** Jobs, one by one and all of a kind. */
export const JOB_ROUTES = {
  /** `queue` is the order in which jobs run, `newest` the other way round by age. */
  'job.page': route({
    query: z.strictObject(query),
    order: z.enum(['queue', 'newest']),
    offset: z.int().min(0),
    limit: z.int().min(1).max(500),
  })<JobPage>(),
  'job.get': route({ id: rowId })<JobDetails>(),
  'job.setPriority': route({ id: rowId, priority: z.int().min(PRIORITY.min).max(PRIORITY.max) })<JobRow>(),
  'job.retry': route({ id: rowId })<JobRow>(),
  /** What was cancelled only when the query asks for that class. */
  'job.retryFailed': route({ query: anyStatus })<{ jobs: number }>(),
  /** Failed jobs by their causes; those of cancelled productions are left out. */
  'job.failures': route({ query: anyStatus })<JobFailures>(),
  'job.cancel': route({ id: rowId })<JobRow>(),
  'job.cancelPlan': route({ query: z.strictObject(query) })<CancelPlan>(),
  /** Cancels what waits and runs of the query and tells how many jobs that were. */
  'job.cancelAll': route({ query: z.strictObject(query) })<{ jobs: number }>(),
  /** Whole UTC days, the present one included. */
  'job.statistics': route({ days: z.int().min(1).max(366) })<{ since: string; rows: RenderStatistics[] }>(),
  /** Queues a YAML job file; every problem of it is in the error's message. */
  'job.addFile': route({ name: fileName, yaml: text(1_000_000) })<JobRow>(),
  'job.export': route({ id: rowId })<{ name: string; yaml: string }>(),
} as const
