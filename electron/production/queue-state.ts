import type { Database } from '#electron/database/open-database.ts'
import type { QueueState, ServerAtWork } from '#shared/models/queue-state.ts'
import { labelOf } from './job-label.ts'
import { timeLeftMs } from './time-left.ts'

/** Yesterday's models and cards are today's, last month's need not be. */
const MEASURED_DAYS = 7
const DAY_MS = 86_400_000

type Rows = Pick<Database, 'queue' | 'queueSurvey' | 'studioState' | 'renderPace'>

/** The queue as a whole; `isThere` says which servers could render what waits. */
export function queueState(database: Rows, isThere: (serverName: string) => boolean): QueueState {
  return { ...figuresOf(database), ...outlookOf(database, isThere) }
}

/** The part of it that changes with every job. */
export function figuresOf(database: Rows): Omit<QueueState, 'held' | 'leftMs'> {
  return {
    counts: database.queue.counts(),
    isPaused: database.studioState.isOn('queue.paused'),
    working: workingOf(database),
  }
}

/** What is to come, at the pace of the last days. */
export function outlookOf(
  { queueSurvey, renderPace }: Pick<Rows, 'queueSurvey' | 'renderPace'>,
  isThere: (serverName: string) => boolean,
): Pick<QueueState, 'held' | 'leftMs'> {
  const waiting = queueSurvey.waiting()
  const measured = renderPace.list(daysAgo(MEASURED_DAYS)).filter(({ serverName }) => isThere(serverName))
  return { held: waiting.reduce((sum, { held }) => sum + held, 0), leftMs: timeLeftMs(waiting, measured) }
}

/** The beginning of the day from which on `days` UTC days are counted, the present one included. */
export function daysAgo(days: number): Date {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS
  return new Date(today - (days - 1) * DAY_MS)
}

function workingOf({ queue, queueSurvey }: Pick<Rows, 'queue' | 'queueSurvey'>): ServerAtWork[] {
  const byServer = new Map<string, number[]>()
  for (const { id, serverName } of queueSurvey.atWork()) {
    byServer.set(serverName, [...(byServer.get(serverName) ?? []), id])
  }
  // What came first to a server is what it renders; the others wait on it.
  const firsts = new Map([...byServer].map(([serverName, [first = 0]]) => [first, serverName]))
  return queue
    .lines([...firsts.keys()])
    .map((line) => {
      const serverName = firsts.get(line.id) ?? ''
      return { serverName, jobId: line.id, label: labelOf(line), jobs: byServer.get(serverName)?.length ?? 0 }
    })
    .sort((a, b) => a.serverName.localeCompare(b.serverName, 'en'))
}
