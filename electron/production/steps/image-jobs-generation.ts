import { join } from 'node:path'
import { sha256Of } from '#electron/library/book-files.ts'
import type { Title } from '#shared/models/title.ts'
import { jobName, nextJobIndex } from '../job-names.ts'
import { seedOf } from '../seed.ts'
import type { StepContext } from '../step.ts'

/**
 * Queues the cover's picture job.
 *
 * The picture is named by what it is made from, so that the same title gets the same cover and a changed one a new one.
 */
export function imageJobsGeneration(context: StepContext): void {
  const { database, productionId, title, workspace, foundry } = context
  const workflowId = workspace.config.images.cover_workflow
  const key = coverKey(title, context)
  const stem = `cover_${key.slice(0, 12)}`
  const { metadata } = context.production()
  const known = metadata.coverJob === undefined ? null : database.jobs.findByName(metadata.coverJob)
  if (known?.metadata['coverKey'] === key) {
    if (known.status === 'failed') database.jobs.retry(known.id)
    return
  }
  const index = nextJobIndex(database.jobs, productionId)
  const configName = jobName('T2I', new Date(), index, `${title.bookId}_cover`)
  database.transaction(() => {
    database.jobs.enqueue([
      {
        configName,
        jobType: 'T2I',
        workflowId,
        // A picture swaps models on the server once: it goes first, then speech has the server to itself.
        priority: Math.max(2, workspace.config.comfyui.default_priority - 1),
        retryLimit: workspace.config.comfyui.retry_limit,
        inputs: coverInputs(context, workflowId, seedOf(key)),
        outputPath: workspace.relative(join(foundry.imagesDir(title.bookId), stem)),
        productionId,
        metadata: { bookId: title.bookId, coverKey: key },
      },
    ])
    database.productions.update(productionId, { totalImageJobs: 1, metadata: { coverJob: configName } })
  })
}

/** What a cover is made from: an equal key means an equal picture, and the same seed. */
export function coverKey(
  { title, author }: Pick<Title, 'title' | 'author'>,
  { workflows, workspace }: Pick<StepContext, 'workflows' | 'workspace'>,
): string {
  const workflowId = workspace.config.images.cover_workflow
  return sha256Of(JSON.stringify([workflowId, workflows.get(workflowId).version, title, author]))
}

/** A typographic workflow takes title and author; a painting one takes a prompt that is made from them. */
function coverInputs(
  { title, workflows }: StepContext,
  workflowId: string,
  seed: number,
): Record<string, string | number> {
  const { inputs } = workflows.get(workflowId)
  const words = Object.hasOwn(inputs, 'prompt')
    ? { prompt: `Book cover art for "${title.title}" by ${title.author}, classical illustration, no lettering` }
    : { title: title.title, author: title.author }
  return { ...words, ...(Object.hasOwn(inputs, 'seed') ? { seed } : {}) }
}
