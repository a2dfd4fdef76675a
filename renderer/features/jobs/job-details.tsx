import { ArrowUpDown, Download, RotateCcw, X } from 'lucide-react'
import { useEffect } from 'react'
import type { JobDetails as Details, JobRow } from '#shared/models/job-row.ts'
import { request, subscribe } from '#renderer/bridge.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { Disclosure } from '#renderer/ui/disclosure.tsx'
import { Facts } from '#renderer/ui/facts.tsx'
import { Menu } from '#renderer/ui/menu.tsx'
import { RelativeTime } from '#renderer/ui/relative-time.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { JobError } from './job-error.tsx'
import { priorityItems } from './job-menu.ts'
import {
  actionsFor,
  markOf,
  priorityName,
  serverNameOf,
  tookOf,
  triesOf,
  TYPE_NAMES,
  workflowName,
} from './job-words.ts'
import type { JobActions } from './use-job-actions.ts'

interface JobDetailsProps {
  id: number
  actions: JobActions
  askNumber: (row: JobRow) => void
}

/** Everything about one job, kept up to date while it is shown. */
export function JobDetails({ id, actions, askNumber }: JobDetailsProps) {
  const { status, failure, data, reload } = useLoaded(String(id), () => request('job.get', { id }))
  useEffect(
    () =>
      subscribe((events) => {
        if (events.some(({ name, key }) => name === 'job.changed' && key === String(id))) reload()
      }),
    [id, reload],
  )
  return (
    <ViewState status={status} failure={failure} onRetry={reload} skeleton={<SkeletonRows />}>
      {data !== null && <DetailsBody details={data} actions={actions} askNumber={askNumber} />}
    </ViewState>
  )
}

function DetailsBody({
  details: { row, job, error },
  actions,
  askNumber,
}: { details: Details } & Omit<JobDetailsProps, 'id'>) {
  const { text, ...otherInputs } = job.inputs
  return (
    <div className="flex flex-col gap-4">
      <p className="font-serif text-title text-balance">{row.label}</p>
      <ActionRow row={row} actions={actions} askNumber={askNumber} />
      {error !== null && row.status !== 'done' && <JobError error={error} isFinal={row.status === 'failed'} />}
      {typeof text === 'string' && (
        <blockquote className="max-h-60 overflow-y-auto border-l-2 border-line pl-3 font-serif text-reading">
          {text}
        </blockquote>
      )}
      <Facts facts={factsOf(row)} />
      <Disclosure summary="Inputs and names">
        <Facts
          facts={[
            ...Object.entries(otherInputs).map(([name, value]) => ({ label: name, value: String(value) })),
            { label: 'job name', value: job.configName },
            { label: 'output', value: job.outputPath },
          ]}
        />
      </Disclosure>
    </div>
  )
}

function ActionRow({ row, actions, askNumber }: { row: JobRow } & Omit<JobDetailsProps, 'id'>) {
  const { canRetry, canCancel, canReorder } = actionsFor(row)
  return (
    <div className="flex flex-wrap items-center gap-2">
      {canRetry && (
        <Button variant="primary" icon={RotateCcw} onClick={() => actions.retry(row)}>
          Retry
        </Button>
      )}
      {canReorder && (
        <Menu
          label="Priority"
          trigger={<Button icon={ArrowUpDown}>Priority</Button>}
          items={priorityItems(row, actions, askNumber)}
        />
      )}
      {canCancel && (
        <Button icon={X} onClick={() => actions.cancel(row)}>
          Cancel…
        </Button>
      )}
      <IconButton icon={Download} label="Export as a job file" onClick={() => actions.exportFile(row)} />
    </div>
  )
}

function factsOf(row: JobRow) {
  const facts = [
    { label: 'State', value: <StateMark {...markOf(row)} isLabelShown /> },
    { label: 'Type', value: `${TYPE_NAMES[row.jobType]} with ${workflowName(row.workflowId)}` },
    { label: 'Priority', value: priorityName(row.priority) },
    { label: 'Tries', value: triesOf(row) },
    { label: 'Server', value: serverNameOf(row) },
    { label: 'Started', value: row.startTime !== null && <RelativeTime at={row.startTime} /> },
    { label: 'Took', value: tookOf(row) },
    {
      label: 'Belongs to',
      value: row.productionId !== null && <TextLink href={`/production/${row.productionId}`}>its production</TextLink>,
    },
  ]
  return facts.filter(({ value }) => value !== null && value !== false && value !== '')
}
