import { access } from 'node:fs/promises'
import { AppError } from '#shared/models/app-error.ts'
import type { Job } from '#shared/models/job.ts'
import { reasonOf } from '../job-reason.ts'
import { watchJobs } from '../job-watch.ts'
import type { StepContext } from '../step.ts'

/** Waits for the cover and notes where it lies. */
export async function imageGeneration(context: StepContext): Promise<void> {
  const { database, productionId, workspace } = context
  const { metadata } = context.production()
  const queued = metadata.coverJob === undefined ? null : database.jobs.findByName(metadata.coverJob)
  if (queued === null) {
    throw new AppError('production.coverMissing', `Production ${productionId} has no cover job. Produce it again.`)
  }
  if (queued.status === 'done' && !(await exists(workspace.resolve(queued.outputPath)))) database.jobs.retry(queued.id)

  let settled: Job | null = null
  await watchJobs(
    context,
    [queued.id],
    ({ kind, job }) => {
      if (job.id === queued.id && (kind === 'done' || kind === 'failed')) settled = job
    },
    () => settled !== null,
  )
  const job = database.jobs.get(queued.id)
  if (job?.status !== 'done') {
    throw new AppError(
      'production.coverFailed',
      `The cover could not be made: ${reasonOf(job)} Produce again to retry it.`,
    )
  }
  database.productions.update(productionId, { imageJobsCompleted: 1 })
  database.productions.update(productionId, { metadata: { coverPath: job.outputPath } })
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
