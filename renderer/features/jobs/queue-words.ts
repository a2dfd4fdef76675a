import type { CancelPlan, QueueState } from '#shared/models/queue-state.ts'
import { formatDuration, pluralise } from '#renderer/ui/format.ts'

/** How the queue stands: who works, what waits, how long that takes; null when there is nothing to do. */
export function queueSentence({ counts, working, held, leftMs }: QueueState): string | null {
  const { pending, processing } = counts
  if (pending + processing === 0) return null
  const busy = working.length > 0 ? `${pluralise(working.length, 'server')} at work.` : null
  const left = leftMs === null ? '' : `, about ${formatDuration(leftMs)} of rendering`
  const free = pending - held
  const waiting = free > 0 ? `${pluralise(free, 'job')} ${waits(free)}${left}.` : null
  const paused =
    held > 0 ? `${pluralise(held, 'job')} of paused productions ${held === 1 ? 'stands' : 'stand'} still.` : null
  return [busy, waiting, paused].filter((part) => part !== null).join(' ') || null
}

/** What stands still while the queue is paused. */
export function pausedSentence({ counts: { pending, processing } }: QueueState): string {
  const finished = processing > 0 ? ' What runs is finished' : ' Nothing new is taken'
  return `The queue is paused.${finished}${pending > 0 ? `; ${pluralise(pending, 'job')} ${waits(pending)}` : ''}.`
}

/** What is lost with the jobs, and how they come back. */
export function costOfCancelling({ waiting, running, productions }: CancelPlan): string {
  const sentences = [
    running > 0 &&
      `${pluralise(running, 'job')} of them ${running === 1 ? 'runs' : 'run'}: what the servers have done on it is lost.`,
    productions > 0 &&
      `${pluralise(productions, 'production')} ${productions === 1 ? 'needs' : 'need'} them and cannot be finished without; what is made already is kept.`,
    `${waiting + running === 1 ? 'It' : 'They'} can be retried later, under “What failed”.`,
  ]
  return sentences.filter((sentence) => sentence !== false).join(' ')
}

function waits(count: number): string {
  return count === 1 ? 'waits' : 'wait'
}
