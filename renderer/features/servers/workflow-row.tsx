import { ChevronRight, Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import { missingWords } from '#shared/models/missing-parts.ts'
import type { WorkflowCard } from '#shared/models/workflow-card.ts'
import { Button } from '#renderer/ui/button.tsx'
import { classNames } from '#renderer/ui/class-names.ts'
import { pluralise } from '#renderer/ui/format.ts'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { addWorkflow } from './workflow-actions.ts'
import { nearestFit, packWords, stateOf, type ServerNames } from './workflow-words.ts'

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
  const aside = asideOf(workflow, names)
  const line = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (isLatest) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isLatest])
  return (
    <Link
      ref={line}
      href={`/servers/workflows/${workflowId}`}
      className={classNames(
        'grid min-h-14 cursor-default grid-cols-[1rem_minmax(0,1fr)_1rem] items-center gap-x-4 rounded-card px-4 py-2 transition-colors duration-150 hover:bg-hover min-[900px]:grid-cols-[1rem_minmax(0,1fr)_14rem_6rem_1rem]',
        isLatest && 'bg-selected shadow-[inset_0_0_0_1px_var(--color-ember)]',
      )}
    >
      {/* The words beside it say the same. */}
      <span aria-hidden>
        <StateMark state={state} label={place} />
      </span>
      <span className="min-w-0">
        <span className="line-clamp-2 min-[900px]:line-clamp-1">{label}</span>
        <span className="block truncate text-small text-muted min-[900px]:hidden">{place}</span>
        {aside !== '' && <span className="block truncate text-small text-muted">{aside}</span>}
      </span>
      <span className="truncate text-small text-muted max-[900px]:hidden">{place}</span>
      <span className="text-small text-muted max-[900px]:hidden">
        {narrators === 0 ? '' : pluralise(narrators, 'narrator')}
      </span>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
    </Link>
  )
}

/** What keeps it from running, else the packs that it is made of. */
function asideOf({ problems, fits, packs }: WorkflowCard, names: ServerNames): string {
  if (problems[0] !== undefined) return problems[0]
  const nearest = fits.some(({ status }) => status === 'able') ? null : nearestFit(fits, names)
  return nearest === null ? packWords(packs) : missingWords(nearest.missing)
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
        <Link
          href={`/servers/workflows/${workflow.workflowId}`}
          className="block truncate rounded-[3px] underline-offset-3 hover:underline"
        >
          {workflow.label}
        </Link>
        <span className="block truncate text-small text-muted">
          {workflow.packs.length === 0 ? 'Needs no node pack' : packWords(workflow.packs)}
        </span>
      </span>
      <Button size="small" icon={Plus} isBusy={isBusy} aria-label={`Add ${workflow.label}`} onClick={() => void add()}>
        Add
      </Button>
    </div>
  )
}
