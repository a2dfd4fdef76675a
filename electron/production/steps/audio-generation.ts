import { AppError } from '#shared/models/app-error.ts'
import type { JobEvent } from '#electron/comfyui/agent/agent.ts'
import type { Job } from '#shared/models/job.ts'
import { reasonOf } from '../job-reason.ts'
import { watchJobs } from '../job-watch.ts'
import { GETTING_READY, PaceMeter } from '../progress.ts'
import { replan } from '../replan.ts'
import type { StepContext } from '../step.ts'
import { reconcileTakes } from '../takes.ts'

const MOST_TROUBLES_NOTED = 50

/** Has every chunk spoken: plans the rows and jobs, then waits until the agent has settled each of them. */
export async function audioGeneration(context: StepContext): Promise<void> {
  const { database, productionId } = context
  await replan(context, { isForced: false })
  if (!(await reconcileTakes(context))) {
    await replan(context, { isForced: true })
    await reconcileTakes(context)
  }
  for (let chunks = openChunks(context); chunks.open.size > 0; chunks = openChunks(context)) {
    reportSpeech(context, chunks, null)
    const version = voiceVersion(context)
    const hasOtherVoice = () => ![version, null].includes(voiceVersion(context))
    await watchJobs(
      context,
      [...chunks.open.values()].flatMap(({ jobId }) => jobId ?? []),
      (event) => settle(context, chunks, event),
      // A chunk that failed or was done may have been retried meanwhile: the rows are asked again.
      () => chunks.open.size === 0 || hasOtherVoice(),
    )
    // The workflow was changed: what still waits would be rendered under the names of its earlier version.
    if (hasOtherVoice()) await replan(context, { isForced: false })
  }
  const counts = database.chunks.counts(productionId)
  database.productions.update(productionId, { audioJobsCompleted: counts.done })
  if (counts.failed > 0) throw speechFailed(context, counts)
}

/** Null while the workflow cannot be used: whoever changes it may not be done yet. */
function voiceVersion({ workflows, narrator }: StepContext): string | null {
  return workflows.isUsable(narrator.voiceModel) ? workflows.get(narrator.voiceModel).version : null
}

interface OpenChunks {
  /** Audio key → what is still to be spoken. */
  open: Map<string, { jobId: number | null; rows: number; characters: number }>
  total: number
  done: number
  characters: number
  pace: PaceMeter
  /** Failures noted so far. */
  troubles: number
}

function openChunks({ database, productionId }: StepContext): OpenChunks {
  const rows = database.chunks.list(productionId)
  const open: OpenChunks['open'] = new Map()
  for (const row of rows.filter(({ status }) => status === 'pending')) {
    const known = open.get(row.audioKey)
    open.set(row.audioKey, { jobId: row.jobId, rows: (known?.rows ?? 0) + 1, characters: row.text.length })
  }
  const characters = [...open.values()].reduce((sum, chunk) => sum + chunk.characters, 0)
  const done = rows.filter(({ status }) => status === 'done').length
  return { open, total: rows.length, done, characters, pace: new PaceMeter(), troubles: 0 }
}

function settle(context: StepContext, chunks: OpenChunks, { kind, job }: JobEvent): void {
  const { database, productionId } = context
  const key = typeof job.metadata['audioKey'] === 'string' ? job.metadata['audioKey'] : ''
  const chunk = chunks.open.get(key)
  if (kind === 'retrying') noteTrouble(context, chunks, 'warn', job)
  if (chunk === undefined || (kind !== 'done' && kind !== 'failed')) return
  chunks.open.delete(key)
  chunks.characters -= chunk.characters
  if (kind === 'failed') {
    database.chunks.markFailed(job.id)
    noteTrouble(context, chunks, 'error', job)
    // What is rendered after this could not be kept either.
    if (job.errorClass === 'unwritable') throw speechFailed(context, database.chunks.counts(productionId))
  } else {
    const { durationMs, sampleRateHz } = job.metadata
    database.chunks.markDone(key, productionId, {
      audioPath: job.outputPath,
      durationMs: Number(durationMs),
      sampleRateHz: Number(sampleRateHz),
    })
    chunks.done += chunk.rows
    chunks.pace.add(chunk.characters, Date.now())
  }
  database.productions.update(productionId, { audioJobsCompleted: chunks.done })
  reportSpeech(context, chunks, Number(job.metadata['chapterIndex']))
}

/** Notes a failure with its reason, unless there are more of them than anybody reads. */
function noteTrouble(context: StepContext, chunks: OpenChunks, level: 'warn' | 'error', job: Job): void {
  const { database, productionId } = context
  if (++chunks.troubles > MOST_TROUBLES_NOTED) return
  const { chapterIndex, chunkIndex } = job.metadata
  const place = `${context.chapterName(Number(chapterIndex))}, passage ${Number(chunkIndex)}`
  const what = level === 'warn' ? 'failed and is tried again' : 'could not be spoken'
  const silence = chunks.troubles === MOST_TROUBLES_NOTED ? ' Further failures of this run are not noted.' : ''
  database.productionLog.add(productionId, level, `${place} ${what}: ${reasonOf(job)}${silence}`)
}

function reportSpeech(context: StepContext, chunks: OpenChunks, chapterIndex: number | null): void {
  const charactersPerSecond = chunks.pace.charactersPerSecond()
  context.report({
    value: chunks.total === 0 ? 1 : chunks.done / chunks.total,
    description: chapterIndex === null ? GETTING_READY : context.chapterName(chapterIndex),
    chunksDone: chunks.done,
    chunksTotal: chunks.total,
    charactersPerSecond,
    etaMs: charactersPerSecond === null ? null : (chunks.characters / charactersPerSecond) * 1000,
  })
}

function speechFailed({ database, productionId }: StepContext, counts: { failed: number }): AppError {
  const first = database.jobs.list({ productionId, status: 'failed', limit: 1 })[0]
  const what = counts.failed === 1 ? 'One passage' : `${counts.failed} passages`
  return new AppError(
    'production.speechFailed',
    `${what} could not be spoken; the first says: ${reasonOf(first)} What is spoken already is kept.`,
    { data: { productionId, failed: counts.failed } },
  )
}
