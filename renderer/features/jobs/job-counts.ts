import type { JobQuery } from '#shared/models/job-row.ts'
import type { JobStatus } from '#shared/models/job.ts'

export type StatusFilter = JobStatus | 'all'

interface Known {
  query: JobQuery
  /** Jobs that fit the present query. */
  total: number | null
  /** Of the whole queue. */
  counts: Record<JobStatus, number> | null
}

/** How many jobs a choice of status would show; null where a further filter makes it unknown. */
export function countFor(filter: StatusFilter, { query: { status, ...others }, total, counts }: Known): number | null {
  if (filter === (status ?? 'all') && total !== null) return total
  if (counts === null || Object.values(others).some((value) => value !== undefined)) return null
  return filter === 'all' ? Object.values(counts).reduce((sum, count) => sum + count, 0) : counts[filter]
}
