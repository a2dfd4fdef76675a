import { ArrowUpDown, ChevronsDown, ChevronsUp, Download, Minus, PanelRight, RotateCcw, X, Zap } from 'lucide-react'
import type { JobRow } from '#shared/models/job-row.ts'
import { PRIORITY } from '#shared/models/job.ts'
import type { MenuItem } from '#renderer/ui/menu.tsx'
import { actionsFor } from './job-words.ts'
import type { JobActions } from './use-job-actions.ts'

const EARLY = 10

/** Where in the queue a job may go. */
export function priorityItems(row: JobRow, { setPriority }: JobActions, askNumber: (row: JobRow) => void): MenuItem[] {
  const isDisabled = !actionsFor(row).canReorder
  const item = (label: string, priority: number, icon: typeof Zap, hint?: string): MenuItem => ({
    label,
    icon,
    hint,
    isDisabled: isDisabled || row.priority === priority,
    onSelect: () => setPriority(row, priority),
  })
  return [
    item('Run next (God Mode)', PRIORITY.god, Zap, 'Before all others; what runs is not interrupted'),
    item('First', EARLY, ChevronsUp),
    item('Normal', PRIORITY.default, Minus),
    item('Last', PRIORITY.max, ChevronsDown),
    { label: 'Other priority…', icon: ArrowUpDown, shortcut: 'P', isDisabled, onSelect: () => askNumber(row) },
  ]
}

/** All that can be done with a job. */
export function jobItems(
  row: JobRow,
  actions: JobActions,
  { showDetails, askNumber }: { showDetails: (row: JobRow) => void; askNumber: (row: JobRow) => void },
): MenuItem[] {
  const { canRetry, canCancel } = actionsFor(row)
  return [
    { label: 'Show details', icon: PanelRight, shortcut: 'Enter', onSelect: () => showDetails(row) },
    'separator',
    ...priorityItems(row, actions, askNumber),
    'separator',
    { label: 'Retry', icon: RotateCcw, shortcut: 'R', isDisabled: !canRetry, onSelect: () => actions.retry(row) },
    { label: 'Export as a job file', icon: Download, onSelect: () => actions.exportFile(row) },
    {
      label: 'Cancel job…',
      icon: X,
      shortcut: 'Delete',
      isDangerous: true,
      isDisabled: !canCancel,
      onSelect: () => actions.cancel(row),
    },
  ]
}
