import { X } from 'lucide-react'
import type { JobQuery } from '#shared/models/job-row.ts'
import { JOB_STATUSES, JOB_TYPES, type JobStatus } from '#shared/models/job.ts'
import { showJobs, useJobs, type JobOrder } from '#renderer/state/jobs.ts'
import { useQueue } from '#renderer/state/queue.ts'
import { Button } from '#renderer/ui/button.tsx'
import { formatCount } from '#renderer/ui/format.ts'
import { Segmented } from '#renderer/ui/segmented.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { BookFilter } from './book-filter.tsx'
import { countFor, type StatusFilter } from './job-counts.ts'
import { errorName, serverLabel, STATUS_NAMES, TYPE_NAMES, workflowName } from './job-words.ts'

const STATUS_ORDER: readonly JobStatus[] = ['pending', 'processing', 'failed', 'done']

/** Which jobs are shown, and in which order. */
export function JobFilters() {
  const query = useJobs((state) => state.query)
  const order = useJobs((state) => state.order)
  const total = useJobs((state) => (state.status === 'ready' ? state.total : null))
  const counts = useQueue(({ value }) => value?.counts ?? null)
  const change = (next: Partial<JobQuery>): void => showJobs({ ...query, ...next }, order)
  const labelOf = (filter: StatusFilter, name: string): string => {
    const count = countFor(filter, { query, total, counts })
    return count === null ? name : `${name} ${formatCount(count)}`
  }

  const cause = causeOf(query)

  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segmented<StatusFilter>
        label="Status"
        value={query.status ?? 'all'}
        onChange={(status) => change({ status: JOB_STATUSES.find((name) => name === status) })}
        options={[
          { value: 'all', label: labelOf('all', 'All') },
          ...STATUS_ORDER.map((status) => ({ value: status, label: labelOf(status, STATUS_NAMES[status]) })),
        ]}
      />
      <SelectField
        label="Type"
        isLabelHidden
        className="w-36"
        value={query.jobType ?? 'all'}
        onChange={(jobType) => change({ jobType: JOB_TYPES.find((name) => name === jobType) })}
        options={[
          { value: 'all', label: 'All types' },
          ...JOB_TYPES.map((jobType) => ({ value: jobType, label: TYPE_NAMES[jobType] })),
        ]}
      />
      <BookFilter bookId={query.bookId} onChange={(bookId) => change({ bookId })} />
      {query.productionId !== undefined && (
        <Button icon={X} onClick={() => change({ productionId: undefined })}>
          Only one production
        </Button>
      )}
      {cause !== null && (
        <Button
          icon={X}
          title={cause}
          onClick={() => change({ errorClass: undefined, workflowId: undefined, serverName: undefined })}
        >
          Only one cause
        </Button>
      )}
      <Segmented<JobOrder>
        label="Order"
        className="ml-auto"
        value={order}
        onChange={(next) => showJobs(query, next)}
        options={[
          { value: 'queue', label: 'As they run' },
          { value: 'newest', label: 'Newest first' },
        ]}
      />
    </div>
  )
}

/** By what cause the list is narrowed, as it was chosen under “What failed”; null when it is not. */
function causeOf({ errorClass, workflowId, serverName }: JobQuery): string | null {
  const parts = [
    errorClass === undefined ? [] : errorName(errorClass).toLowerCase(),
    workflowId === undefined ? [] : workflowName(workflowId),
    serverName === undefined || serverName === null ? [] : `on ${serverLabel(serverName)}`,
  ].flat()
  return parts.length === 0 ? null : parts.join(', ')
}
