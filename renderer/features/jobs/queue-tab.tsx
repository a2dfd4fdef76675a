import { ListChecks, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { JobRow } from '#shared/models/job-row.ts'
import { reloadJobs, showJobs, useJobs } from '#renderer/state/jobs.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Notice } from '#renderer/ui/notice.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { JobDetails } from './job-details.tsx'
import { JobFilters } from './job-filters.tsx'
import { JobTable } from './job-table.tsx'
import { PriorityDialog } from './priority-dialog.tsx'
import { useIsWide } from './use-is-wide.ts'
import { useJobActions } from './use-job-actions.ts'

interface QueueTabProps {
  selectedId: number | null
  onSelect: (id: number | null) => void
}

/** The jobs of the queue as a list, with all about the chosen one beside it. */
export function QueueTab({ selectedId, onSelect }: QueueTabProps) {
  // Rows change ten times a second; the page is drawn again only for what it shows itself.
  const status = useJobs((state) => state.status)
  const failure = useJobs((state) => state.failure)
  const isEmpty = useJobs((state) => state.total === 0)
  const isFiltered = useJobs(({ query }) => Object.values(query).some((value) => value !== undefined))
  const [asked, setAsked] = useState<JobRow | null>(null)
  const actions = useJobActions()
  const isWide = useIsWide()
  const list = useRef<HTMLDivElement>(null)
  const close = (): void => {
    onSelect(null)
    // The panel takes the focus with it, if it had it; its row is where it came from.
    if (list.current?.contains(document.activeElement) !== true) {
      list.current?.querySelector<HTMLElement>('[data-index][tabindex="0"]')?.focus()
    }
  }
  const details = selectedId !== null && <JobDetails id={selectedId} actions={actions} askNumber={setAsked} />

  return (
    <>
      <div className="flex h-full min-h-80 flex-col gap-3">
        <JobFilters />
        {failure !== null && status === 'ready' && (
          <Notice tone="warn" action={<Button onClick={reloadJobs}>Try again</Button>}>
            {failure.message}
          </Notice>
        )}
        <div
          className="flex min-h-0 grow gap-6"
          onKeyDown={({ key, currentTarget, target }) => {
            // Not from an open menu, which is elsewhere in the document and closes by itself.
            const isInside = target instanceof Node && currentTarget.contains(target)
            if (key === 'Escape' && isWide && isInside) close()
          }}
        >
          <div ref={list} className="@container min-w-0 grow">
            <ViewState
              status={status}
              failure={failure}
              onRetry={reloadJobs}
              skeleton={<SkeletonRows count={14} />}
              isEmpty={isEmpty}
              empty={<NoJobs isFiltered={isFiltered} />}
            >
              <JobTable selectedId={selectedId} onSelect={onSelect} actions={actions} askNumber={setAsked} />
            </ViewState>
          </div>
          {isWide && selectedId !== null && (
            <aside
              aria-label="Job"
              className="relative w-96 shrink-0 overflow-y-auto border-l border-line pr-2 pb-8 pl-6"
            >
              <IconButton label="Close details" icon={X} className="absolute top-0 right-0" onClick={close} />
              <div className="pr-9">{details}</div>
            </aside>
          )}
        </div>
      </div>
      {!isWide && selectedId !== null && (
        <Dialog isOpen onClose={close} title="Job">
          {details}
        </Dialog>
      )}
      {asked !== null && (
        <PriorityDialog
          key={asked.id}
          row={asked}
          onChoose={(priority) => actions.setPriority(asked, priority)}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}

function NoJobs({ isFiltered }: { isFiltered: boolean }) {
  const order = useJobs((state) => state.order)
  const [, goTo] = useLocation()
  if (isFiltered) {
    return (
      <EmptyState icon={ListChecks} title="No job fits" body="The queue has other jobs than these.">
        <Button onClick={() => showJobs({}, order)}>Show all jobs</Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={ListChecks}
      title="The queue is empty"
      body="Jobs come from productions: produce a title, or drop a job file on the window."
    >
      <Button onClick={() => goTo('/library')}>Go to the library</Button>
    </EmptyState>
  )
}
