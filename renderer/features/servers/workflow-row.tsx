import { ChevronRight, Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { WorkflowCard } from '#shared/models/workflow-card.ts'
import { Button } from '#renderer/ui/button.tsx'
import { classNames } from '#renderer/ui/class-names.ts'
import { pluralise } from '#renderer/ui/format.ts'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { addWorkflow } from './workflow-actions.ts'
import { missingWords, nearestFit, stateOf, type ServerNames } from './workflow-words.ts'

interface WorkflowRowProps {
  workflow: WorkflowCard
  names: ServerNames
  /** It has just been imported. */
  isLatest: boolean
}

/** One workflow on a line: what it is, where it runs, what it lacks. */
export function WorkflowRow({ workflow, names, isLatest }: WorkflowRowProps) {
  const { workflowId, label, narrators } = workflow
  const { state, label: place } = stateOf(workflow, names)
  const line = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (isLatest) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isLatest])
  return (
    <Link
      ref={line}
      href={`/servers/workflows/${workflowId}`}
      aria-label={`${label}: ${place}`}
      className={classNames(
        'flex min-h-14 cursor-default items-center gap-4 rounded-card px-4 py-2 transition-colors duration-150 hover:bg-hover',
        isLatest && 'bg-selected shadow-[inset_0_0_0_1px_var(--color-ember)]',
      )}
    >
      <StateMark state={state} label={place} />
      <span className="flex min-w-0 grow flex-wrap items-baseline gap-x-4 gap-y-0.5">
        <span className="min-w-0 grow basis-64">
          <span className="block truncate">{label}</span>
          <span className="block truncate text-small text-muted">{aside(workflow, names)}</span>
        </span>
        <span className="text-small text-muted">{place}</span>
        {narrators > 0 && (
          <span className="w-24 text-small text-muted max-[800px]:hidden">{pluralise(narrators, 'narrator')}</span>
        )}
      </span>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
    </Link>
  )
}

/** What keeps it from running, else what it is called. */
function aside({ problems, fits, workflowId }: WorkflowCard, names: ServerNames): string {
  if (problems[0] !== undefined) return problems[0]
  const nearest = fits.some(({ status }) => status === 'able') ? null : nearestFit(fits, names)
  return nearest === null ? workflowId : missingWords(nearest.missing)
}

/** One that came with the studio and that this workspace does not have. */
export function OfferedRow({ workflow }: { workflow: WorkflowCard }) {
  const [isBusy, setBusy] = useState(false)
  const add = async () => {
    setBusy(true)
    await addWorkflow(workflow)
    setBusy(false)
  }
  return (
    <div className="flex min-h-14 items-center gap-4 px-4 py-2">
      <StateMark state="waiting" label="Not added yet" />
      <span className="min-w-0 grow">
        <span className="block truncate">{workflow.label}</span>
        <span className="block truncate text-small text-muted">
          {workflow.packs.length === 0
            ? 'Needs no node pack'
            : `Needs ${pluralise(workflow.packs.length, 'node pack')}: ${workflow.packs.map(({ name }) => name).join(', ')}`}
        </span>
      </span>
      <Button size="small" icon={Plus} isBusy={isBusy} aria-label={`Add ${workflow.label}`} onClick={() => void add()}>
        Add
      </Button>
    </div>
  )
}
