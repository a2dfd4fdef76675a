import type { CancelPlan, QueueState } from '#shared/models/queue-state.ts'
import { formatCount, formatDuration, pluralise } from '#renderer/ui/format.ts'

/** How the queue stands: who works, what waits, how long that takes. */
export function queueSentence(queue: QueueState): string {
  const { counts, working, held } = queue
  if (counts.pending + counts.processing === 0) return 'Nothing waits.'
  const sentences = [
    working.length > 0 && `${pluralise(working.length, 'server')} at work.`,
    counts.pending > held && `${waitingWords(queue)}.`,
    held > 0 && `${pluralise(held, 'job')} of paused productions ${held === 1 ? 'stands' : 'stand'} still.`,
  ]
  return sentences.filter((sentence) => sentence !== false).join(' ')
}

/** What stands still while the queue is paused. */
export function pausedSentence(queue: QueueState): string {
  const { counts, held } = queue
  const rest = counts.processing > 0 ? 'What runs is finished' : 'Nothing new is taken'
  return `The queue is paused. ${rest}${counts.pending > held ? `; ${waitingWords(queue)}` : ''}.`
}

/** What becomes of jobs that no server can take just now. */
export function waitingForServers(jobs: number): string {
  return jobs === 1
    ? '1 job waits; it goes on by itself when a server is back.'
    : `${pluralise(jobs, 'job')} wait; they go on by themselves when a server is back.`
}

function waitingWords({ counts, held, leftMs }: QueueState): string {
  const free = counts.pending - held
  const left = leftMs === null ? '' : `, about ${formatDuration(leftMs)} of rendering`
  return `${pluralise(free, 'job')} ${free === 1 ? 'waits' : 'wait'}${left}`
}

/** What is lost with the jobs, and how they come back. */
export function costOfCancelling({ waiting, running, productions }: CancelPlan): string {
  const sentences = [
    running > 0 &&
      `${formatCount(running)} of them ${running === 1 ? 'runs' : 'run'}: what the servers have done on it is lost.`,
    productions > 0 &&
      `${pluralise(productions, 'production')} cannot be finished without them; what is made already is kept.`,
    `${waiting + running === 1 ? 'It' : 'They'} can be retried later, under “What failed”.`,
  ]
  return sentences.filter((sentence) => sentence !== false).join(' ')
}
