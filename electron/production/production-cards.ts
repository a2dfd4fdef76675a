import type { ProductionFigures } from '#electron/database/repositories/production.ts'
import type { Production, Step } from '#shared/models/production.ts'
import type { ProductionCard } from '#shared/models/production-card.ts'
import { progressOf } from './production-progress.ts'
import { GETTING_READY, type ProductionProgress } from './progress.ts'

/** What the steps of a running production said last. */
export type LiveProgress = ReadonlyMap<Step, ProductionProgress>

/** A production's rows, and what its steps said last, as a card. */
export function toCard(
  production: Production,
  figures: ProductionFigures,
  { coverVersion, live, isQueuePaused }: { coverVersion: string; live: LiveProgress; isQueuePaused: boolean },
): ProductionCard {
  const { id, bookId, narratorId, status, steps, metadata, audioDurationSeconds, createdAt, updatedAt } = production
  const { title, author, narratorName, chunksDone, chunksFailed, chunksTotal, serverSeconds } = figures
  const spoken = chunksTotal === 0 ? 0 : chunksDone / chunksTotal
  const isRunning = status === 'processing'
  const isHeldByQueue = isRunning && isQueuePaused && WITH_JOBS.some((step) => steps[step] === 'processing')
  const speech =
    isRunning && !isHeldByQueue && steps.audio_generation === 'processing' ? live.get('audio_generation') : undefined
  return {
    ...{ id, bookId, title, author, coverVersion, narratorId, narratorName, status, steps },
    ...{ skippedSteps: metadata.skippedSteps, formats: metadata.formats, pausePreset: metadata.pausePreset ?? null },
    ...{ chunksDone, chunksFailed, chunksTotal },
    progress: progressOf(production, (step) =>
      step === 'audio_generation' ? spoken : ((isRunning ? live.get(step)?.value : undefined) ?? 0),
    ),
    activity: isRunning ? (isHeldByQueue ? 'Waiting: the queue is paused' : activityOf(production, live)) : null,
    charactersPerSecond: speech?.charactersPerSecond ?? null,
    etaMs: speech?.etaMs ?? null,
    isHeldByQueue,
    ...{ serverSeconds, audioDurationSeconds },
    error: metadata.error ?? null,
    ...{ createdAt, updatedAt },
  }
}

/** The steps that wait for servers. */
const WITH_JOBS: readonly Step[] = ['audio_generation', 'image_generation']

/** What each step does, from the one that a producer waits for most. */
const DOINGS: readonly [Step, string][] = [
  ['audio_generation', 'Speaking'],
  ['audio_combination', 'Putting the audiobook together'],
  ['parse_novel', 'Reading the book'],
  ['metadata', 'Writing the credits'],
  ['audio_files_moved', 'Sorting the takes'],
  ['audio_combination_planned', 'Planning the chapters'],
  ['image_jobs_generation', 'Planning the cover'],
  ['image_generation', 'Making the cover'],
]

function activityOf({ steps }: Production, live: LiveProgress): string {
  const [step, doing] = DOINGS.find(([name]) => steps[name] === 'processing') ?? ['parse_novel', 'Getting ready']
  const said = step === 'audio_generation' ? live.get(step)?.description : undefined
  if (said === GETTING_READY) return 'Waiting for a server'
  return said === undefined ? doing : `${doing}: ${said}`
}
