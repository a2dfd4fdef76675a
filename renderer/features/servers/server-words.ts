import type { ServerCard } from '#shared/models/server-card.ts'
import { formatCount, pluralise } from '#renderer/ui/format.ts'

const pace = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 })
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

export function titleOf({ kind, name }: Pick<ServerCard, 'kind' | 'name'>): string {
  return kind === 'embedded' ? 'Built-in engine' : name
}

/** `1.8× as fast as speech`; null before anything was measured. */
export function paceWords(speechPace: number | null): string | null {
  if (speechPace === null) return null
  if (speechPace >= 1.05) return `${pace.format(speechPace)}× faster than speech`
  return speechPace > 0.95 ? 'As fast as speech' : `${pace.format(1 / speechPace)}× slower than speech`
}

/** What rests on a server, until when and why. */
export function restWords({ label, until, failures }: ServerCard['setAside'][number], nowMs: number): string {
  const isOver = Date.parse(until) <= nowMs
  const when = isOver ? 'is on trial with one job' : `is set aside until ${clock.format(Date.parse(until))}`
  return `“${label}” ${when} after ${pluralise(failures, 'failure')} in a row. Other servers take its jobs.`
}

/** What a server is doing, in numbers. */
export function queueWords({ queue, posted }: Pick<ServerCard, 'queue' | 'posted'>): string {
  if (queue === null) return posted === 0 ? 'Nothing' : pluralise(posted, 'job')
  const waiting = queue.pending === 0 ? '' : `, ${formatCount(queue.pending)} waiting there`
  return queue.running === 0 && queue.pending === 0 ? 'Nothing' : `${pluralise(queue.running, 'job')}${waiting}`
}

/** ComfyUI says `cpu` of a machine without a graphics card. */
export function deviceWords(name: string): string {
  return name === 'cpu' ? 'Processor' : name
}
