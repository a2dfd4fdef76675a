import { Zap } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import type { JobRow } from '#shared/models/job-row.ts'
import { PRIORITY } from '#shared/models/job.ts'
import { rowAt } from '#renderer/state/job-pages.ts'
import { useJobs } from '#renderer/state/jobs.ts'
import { RelativeTime } from '#renderer/ui/relative-time.tsx'
import { Skeleton } from '#renderer/ui/skeleton.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { JOB_COLUMNS, type JobColumn } from './job-columns.ts'
import { markOf, priorityName, serverNameOf, tookOf, triesOf, TYPE_NAMES, workflowName } from './job-words.ts'

/** Characters of `, 1,204th passage`. */
const LONGEST_TAIL = 20

/** One line of the queue; drawn again only when its own job changes. */
export const JobLine = memo(function JobLine({ index }: { index: number }) {
  const row = useJobs(({ pages }) => rowAt(pages, index))
  if (row === null) {
    return (
      <div role="gridcell" aria-label="Loading" className="flex h-full items-center px-2">
        <Skeleton className="h-3 w-1/3" />
      </div>
    )
  }
  return (
    <div role="presentation" className="flex h-full items-center gap-3 px-2">
      <span role="gridcell" className="shrink-0 leading-none">
        <StateMark {...markOf(row)} />
      </span>
      {JOB_COLUMNS.map(({ id, className }) => (
        <span
          key={id}
          role="gridcell"
          className={`truncate ${className} ${id === 'label' ? '' : 'text-muted'}`}
          title={id === 'label' ? row.label : undefined}
        >
          {CELLS[id](row)}
        </span>
      ))}
    </div>
  )
})

const CELLS: Record<JobColumn, (row: JobRow) => ReactNode> = {
  label: ({ label }) => <JobLabel label={label} />,
  type: ({ jobType }) => TYPE_NAMES[jobType],
  workflow: ({ workflowId }) => workflowName(workflowId),
  priority: ({ priority }) =>
    priority === PRIORITY.god ? (
      <span className="inline-flex items-center gap-1 text-ember-strong">
        <Zap aria-hidden className="size-3" />
        {priorityName(priority)}
      </span>
    ) : (
      priorityName(priority)
    ),
  tries: triesOf,
  server: serverNameOf,
  started: ({ startTime }) => startTime !== null && <RelativeTime at={startTime} />,
  took: tookOf,
}

/** Where there is little room the book's name is cut, not the passage behind it, which tells one line from the next. */
function JobLabel({ label }: { label: string }) {
  const at = label.lastIndexOf(', ')
  if (at === -1 || label.length - at > LONGEST_TAIL) return label
  return (
    <span className="flex">
      <span className="truncate">{label.slice(0, at)}</span>
      <span className="shrink-0 whitespace-pre">{label.slice(at)}</span>
    </span>
  )
}

export function JobHeader() {
  return (
    <div role="presentation" className="flex h-full items-center gap-3 px-2">
      <span role="columnheader" className="w-4 shrink-0">
        <span className="sr-only">State</span>
      </span>
      {JOB_COLUMNS.map(({ id, name, className }) => (
        <span key={id} role="columnheader" className={`truncate ${className}`}>
          {name}
        </span>
      ))}
    </div>
  )
}
