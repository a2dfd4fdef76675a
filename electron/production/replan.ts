import { join } from 'node:path'
import type { NewJob } from '#shared/models/job.ts'
import { jobName, nextJobIndex } from './job-names.ts'
import { narratableChapters, readChapters } from './narratable.ts'
import { planKey, planSpeech, type PlannedChunk, type Voice } from './speech-plan.ts'
import { creditNames, type StepContext } from './step.ts'
import { listTakes } from './takes.ts'
import { speechInputs, voiceOf } from './voice.ts'

/**
 * Brings the chunk rows and their jobs in line with the text, the voice and the settings of now.
 *
 * An unchanged plan touches nothing. A changed one replaces the rows in one transaction; takes that were rendered
 * before keep their keys and are not rendered again.
 */
export async function replan(context: StepContext, options: { isForced: boolean }): Promise<void> {
  const { database, productionId, title } = context
  const book = await narratableChapters(context)
  const voice = await voiceOf(context)
  const planned = await planSpeech({
    chapters: readChapters(context.foundry, book),
    credits: creditNames(context),
    voice,
    shouldAnnounceChapters: context.workspace.config.audiobook.announce_chapters,
  })
  const key = planKey(planned)
  if (context.production().metadata.planKey === key && !options.isForced) return

  const takes = await listTakes(context)
  const wanted = firstOfEachKey(planned).filter((chunk) => !takes.has(chunk.audioKey))
  database.transaction(() => {
    database.jobs.cancelProduction(productionId, 'SPEECH')
    database.chunks.deleteAll(productionId)
    const firstIndex = nextJobIndex(database.jobs, productionId)
    const ids = database.jobs.enqueue(wanted.map((chunk, at) => speechJob(context, voice, chunk, firstIndex + at)))
    const jobIds = new Map(wanted.map((chunk, at) => [chunk.audioKey, ids[at] ?? null]))
    database.chunks.insert(
      planned.map(({ seed: _, ...chunk }) => ({ ...chunk, productionId, jobId: jobIds.get(chunk.audioKey) ?? null })),
    )
    database.productions.update(productionId, { totalChunks: planned.length, metadata: { planKey: key } })
    const open = wanted.length === planned.length ? '' : ` ${wanted.length} of them are not spoken yet.`
    database.productionLog.add(
      productionId,
      'info',
      `Planned ${planned.length} ${planned.length === 1 ? 'passage' : 'passages'}.${open}`,
    )
  })
  context.replanned()
  context.log.info('speech planned', {
    productionId,
    bookId: title.bookId,
    chunks: planned.length,
    jobs: wanted.length,
  })
}

function speechJob(
  { productionId, title, narrator, workspace, foundry, chapterName }: StepContext,
  voice: Voice,
  chunk: PlannedChunk,
  index: number,
): NewJob {
  const { audioKey, chapterIndex, chunkIndex } = chunk
  const place = `ch${String(chapterIndex).padStart(3, '0')}_${String(chunkIndex).padStart(4, '0')}`
  return {
    configName: jobName('SPEECH', new Date(), index, `${title.bookId}_${narrator.narratorId}_${place}`),
    jobType: 'SPEECH',
    workflowId: voice.workflowId,
    priority: workspace.config.comfyui.default_priority,
    retryLimit: workspace.config.comfyui.retry_limit,
    inputs: speechInputs(voice, chunk),
    outputPath: workspace.relative(join(foundry.takesDir(title.bookId, narrator.narratorId), audioKey)),
    productionId,
    metadata: {
      ...{ bookId: title.bookId, narratorId: narrator.narratorId, audioKey, chapterIndex, chunkIndex },
      chapterTitle: chapterName(chapterIndex),
    },
  }
}

function firstOfEachKey(planned: readonly PlannedChunk[]): PlannedChunk[] {
  const seen = new Set<string>()
  return planned.filter(({ audioKey }) => seen.size < seen.add(audioKey).size)
}
