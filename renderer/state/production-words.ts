import type { ChunkTick, ProductionCard, ProductionChapter } from '#shared/models/production-card.ts'
import type { ProductionStatus } from '#shared/models/production.ts'
import { formatDuration, formatPercent, pluralise } from '../ui/format.ts'
import type { MarkedState } from '../ui/state-mark.tsx'

/** `className` takes the alarm out of a cross that somebody drew on purpose. */
export const PRODUCTION_MARKS: Readonly<
  Record<ProductionStatus, { state: MarkedState; label: string; className?: string }>
> = {
  pending: { state: 'waiting', label: 'Waiting' },
  processing: { state: 'running', label: 'Running' },
  paused: { state: 'paused', label: 'Paused' },
  completed: { state: 'done', label: 'Finished' },
  failed: { state: 'needsYou', label: 'Needs you' },
  cancelled: { state: 'failed', label: 'Cancelled', className: '[&>svg]:text-muted!' },
}

export function markOf({ status, isHeldByQueue }: ProductionCard): {
  state: MarkedState
  label: string
  className?: string
} {
  return isHeldByQueue ? { state: 'paused', label: 'Waiting' } : PRODUCTION_MARKS[status]
}

/** Where a production stands, in one line. */
export function standOf(card: ProductionCard): string {
  switch (card.status) {
    case 'pending':
      return 'Waits for its turn'
    case 'processing':
      return [card.activity ?? 'Getting ready', card.etaMs !== null && `${formatDuration(card.etaMs)} left`]
        .filter((part) => part !== false)
        .join(' · ')
    case 'paused':
      return 'Paused'
    case 'completed':
      return `Finished · ${formatDuration(card.audioDurationSeconds * 1000)} of audio`
    case 'failed':
      return card.error?.message ?? 'Stopped'
    case 'cancelled':
      return `Cancelled at ${formatPercent(card.progress)}`
  }
}

/** What the servers have done for it so far; null before they have done anything. */
export function costOf({ serverSeconds }: ProductionCard): string | null {
  if (serverSeconds < 1) return null
  if (serverSeconds < 59.5) return `The servers have worked ${formatDuration(serverSeconds * 1000)} for it.`
  const minutes = serverSeconds / 60
  const said = minutes < 10 ? minutes.toFixed(1) : Math.round(minutes).toLocaleString('en')
  return `The servers have worked ${said} ${said === '1.0' ? 'minute' : 'minutes'} for it.`
}

/** How fast it speaks beside how long that is to hear; null while nothing is spoken. */
export function paceOf(
  { status, charactersPerSecond }: ProductionCard,
  chapters: readonly ProductionChapter[],
): string | null {
  if (status !== 'processing' || charactersPerSecond === null || charactersPerSecond <= 0) return null
  let characters = 0
  let durationMs = 0
  for (const tick of chapters.flatMap(({ chunks }) => chunks)) {
    if (tick.durationMs === null) continue
    characters += tick.characters
    durationMs += tick.durationMs
  }
  if (durationMs === 0) return null
  const times = charactersPerSecond / ((characters * 1000) / durationMs)
  if (times < 1) return `An hour of audio takes ${formatDuration(3_600_000 / times)} to speak.`
  return `It speaks ${times < 10 ? times.toFixed(1) : Math.round(times)} times faster than one listens.`
}

/** What is lost and what stays when a production is cancelled. */
export function costOfCancelling({ chunksDone, chunksTotal }: ProductionCard): string {
  const left = chunksTotal - chunksDone
  const stopped =
    left > 0 ? `${pluralise(left, 'passage')} will not be spoken, and their jobs leave the queue.` : 'It ends here.'
  if (chunksDone === 0) return stopped
  return `${stopped} The ${pluralise(chunksDone, 'passage')} spoken so far ${chunksDone === 1 ? 'is' : 'are'} kept: a new production with this narrator starts from there.`
}

/** One chapter's passages, for those who do not see the ticks. */
export function spokenOf({ chunks }: ProductionChapter): string {
  const count = (wanted: string): number => chunks.filter(({ status }) => status === wanted).length
  const [done, failed] = [count('done'), count('failed')]
  if (done === chunks.length) return `${done} spoken`
  return failed === 0 ? `${done} of ${chunks.length} spoken` : `${done} of ${chunks.length} spoken, ${failed} failed`
}

const TICK_STATES: Record<ChunkTick['status'], string> = {
  pending: 'to come',
  running: 'being spoken',
  done: 'spoken',
  failed: 'failed',
}

/** One passage, where it stands and how long it is. */
export function tickWords({ status, isRedone, durationMs }: ChunkTick, place: number, count: number): string {
  const state = status === 'done' && isRedone ? 'spoken again' : TICK_STATES[status]
  const length = durationMs === null ? '' : ` · ${formatDuration(durationMs)}`
  return `Passage ${place + 1} of ${count} · ${state}${length}`
}
