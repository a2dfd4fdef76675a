import type { QueueLine } from '#electron/database/repositories/queue.ts'
import type { JobRow } from '#shared/models/job-row.ts'

/** A line of the queue as it goes over the wire, with what it makes in plain words. */
export function toJobRow(line: QueueLine): JobRow {
  const { id, jobType, workflowId, status, priority, retriesAttempted, retryLimit, productionId, bookId } = line
  const { serverName, startTime, endTime, durationS, errorClass } = line
  return {
    ...{ id, jobType, workflowId, status, priority, retriesAttempted, retryLimit, productionId, bookId },
    label: labelOf(line),
    ...{ serverName, startTime, endTime, durationS, errorClass },
  }
}

/** What a job makes: the passage of a book, a picture of it, or what its job file is called. */
export function labelOf(line: QueueLine): string {
  const { configName, jobType, title, role, chapterTitle, chapterIndex, chunkIndex, pictureKind, auditionOf } = line
  if (auditionOf !== null) return `Audition of ${auditionOf}`
  if (title === null) return configName
  const chapter = chapterTitle ?? `Section ${chapterIndex ?? 0}`
  if (pictureKind === 'scene') return `Scene in ${chapter} of ${title}`
  if (pictureKind === 'thumbnail') return `Thumbnail of ${title}`
  switch (role) {
    case 'opening':
      return `Opening credits of ${title}`
    case 'closing':
      return `Closing credits of ${title}`
    case 'title':
      return `Heading of ${chapter} of ${title}`
    case 'text':
      return `${chapter} of ${title}, ${ordinal(chunkIndex ?? 0)} passage`
    case null:
      return jobType === 'T2I' ? `Cover of ${title}` : `An earlier passage of ${title}`
  }
}

const SUFFIXES = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' } as const
const RULES = new Intl.PluralRules('en', { type: 'ordinal' })

function ordinal(number: number): string {
  return `${number}${SUFFIXES[RULES.select(number)]}`
}
