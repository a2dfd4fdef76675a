import type { Database } from '#electron/database/open-database.ts'
import type { JobType } from '#shared/models/job.ts'

/** `TYPE_<14-digit time>_<index>_<name>`: unique as long as the index grows within a production. */
export function jobName(type: JobType, at: Date, index: number | string, name: string): string {
  const time = at.toISOString().replace(/\D/g, '').slice(0, 14)
  return `${type}_${time}_${String(index).padStart(4, '0')}_${name}`
}

/** Counts on over all jobs that a production ever had. */
export function nextJobIndex(jobs: Pick<Database['jobs'], 'counts'>, productionId: number): number {
  return Object.values(jobs.counts({ productionId })).reduce((sum, count) => sum + count, 1)
}
