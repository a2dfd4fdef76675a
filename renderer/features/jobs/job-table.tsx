import { useCallback, useState, type KeyboardEvent, type MouseEvent } from 'react'
import type { JobRow } from '#shared/models/job-row.ts'
import { indexOf, rowAt } from '#renderer/state/job-pages.ts'
import { lookAtJobs, useJobs } from '#renderer/state/jobs.ts'
import { ContextMenu } from '#renderer/ui/menu.tsx'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import { JobHeader, JobLine } from './job-line.tsx'
import { jobItems } from './job-menu.ts'
import { actionsFor } from './job-words.ts'
import type { JobActions } from './use-job-actions.ts'

const ROW_PX = 32

interface JobTableProps {
  selectedId: number | null
  onSelect: (id: number) => void
  actions: JobActions
  askNumber: (row: JobRow) => void
}

/** The queue as a table: Enter shows a job, P asks for its priority, R retries it, Delete cancels it. */
export function JobTable({ selectedId, onSelect, actions, askNumber }: JobTableProps) {
  const total = useJobs((state) => state.total)
  const selectedIndex = useJobs(({ pages }) => (selectedId === null ? null : indexOf(pages, selectedId)))
  const [pointed, setPointed] = useState<JobRow | null>(null)
  const select = useCallback(
    (index: number) => {
      const row = rowAt(useJobs.getState().pages, index)
      if (row !== null) onSelect(row.id)
    },
    [onSelect],
  )

  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rowUnder(event.target)
    if (row === null || event.ctrlKey || event.metaKey || event.altKey) return
    const { canRetry, canCancel, canReorder } = actionsFor(row)
    const act = { p: canReorder && askNumber, r: canRetry && actions.retry, Delete: canCancel && actions.cancel }[
      event.key
    ]
    if (act === undefined || act === false) return
    event.preventDefault()
    act(row)
  }

  return (
    <ContextMenu
      label="Job"
      items={pointed === null ? [] : jobItems(pointed, actions, { showDetails: ({ id }) => onSelect(id), askNumber })}
    >
      <div
        className="h-full"
        onKeyDown={onKeyDown}
        onContextMenuCapture={(event: MouseEvent) => {
          const row = rowUnder(event.target)
          setPointed(row)
          // Beside the rows there is nothing that a menu could be for.
          if (row === null) event.stopPropagation()
        }}
      >
        <VirtualList
          label="Jobs"
          count={total}
          rowHeightPx={ROW_PX}
          header={<JobHeader />}
          renderRow={renderRow}
          selectedIndex={selectedIndex}
          onActivate={select}
          onRange={lookAtJobs}
        />
      </div>
    </ContextMenu>
  )
}

function renderRow(index: number) {
  return <JobLine index={index} />
}

function rowUnder(target: EventTarget): JobRow | null {
  const line = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
  return line === null ? null : rowAt(useJobs.getState().pages, Number(line.dataset.index))
}
