import type { Job } from '#shared/models/job.ts'

/** Why a job failed, as one sentence that ends with its stop. */
export function reasonOf(job: Job | null | undefined): string {
  const [line] = (job?.errorTrace ?? '').split('\n')
  return line === undefined || line === '' ? 'No reason was recorded.' : line.replace(/[.\s]*$/, '.')
}
