import { X } from 'lucide-react'
import { useState } from 'react'
import type { DuplicateDecision, ImportItem } from '#shared/models/import-item.ts'
import { request } from '#renderer/bridge.ts'
import { useImports } from '#renderer/state/imports.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { StateMark, type MarkedState } from '#renderer/ui/state-mark.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { useBookOutbox } from './book-outbox.ts'
import { IMPORT_MARKS, OUTGOING_MARKS, type ImportRow } from './import-rows.ts'

/** One file: how it stands, why, and what can be done. */
export function ImportRowView({ row }: { row: ImportRow }) {
  if (row.kind === 'outgoing') {
    const { file } = row
    return (
      <Line mark={OUTGOING_MARKS[file.status]} name={file.name} note={file.message}>
        {file.status === 'waiting' && <StopButton name={file.name} onStop={() => useBookOutbox.cancel(file.key)} />}
      </Line>
    )
  }
  const { item } = row
  const { importId, status, name, bookId } = item
  if (status === 'duplicate') return <DuplicateLine item={item} />
  return (
    <Line mark={IMPORT_MARKS[status]} name={item.title ?? name} isTitle={item.title !== null} note={item.message}>
      {(status === 'waiting' || status === 'reading') && (
        <StopButton
          name={name}
          onStop={() => void request('import.cancel', { importId }).catch((error: unknown) => toast.fail(error))}
        />
      )}
      {bookId !== null && status !== 'failed' && (
        <span className="shrink-0 text-small">
          <TextLink href={`/title/${bookId}`}>Open</TextLink>
        </span>
      )}
    </Line>
  )
}

interface LineProps {
  mark: { state: MarkedState; label: string }
  name: string
  isTitle?: boolean
  note: string | null
  children?: React.ReactNode
}

function Line({ mark, name, isTitle = false, note, children }: LineProps) {
  return (
    <div className="flex h-full items-center gap-3 px-4">
      <StateMark state={mark.state} label={mark.label} />
      <div className="min-w-0 grow">
        <p className={isTitle ? 'truncate font-serif' : 'truncate'}>{name}</p>
        <p className="line-clamp-2 text-small text-muted" title={note ?? undefined}>
          {note ?? mark.label}
        </p>
      </div>
      {children}
    </div>
  )
}

function StopButton({ name, onStop }: { name: string; onStop: () => void }) {
  return <IconButton size="small" label={`Stop ${name}`} icon={X} onClick={onStop} />
}

function DuplicateLine({ item }: { item: ImportItem }) {
  const [chosen, setChosen] = useState<DuplicateDecision | null>(null)
  const decide = async (decision: DuplicateDecision) => {
    setChosen(decision)
    try {
      useImports.set(await request('import.decide', { importId: item.importId, decision }))
    } catch (error) {
      toast.fail(error)
      setChosen(null)
    }
  }
  const button = (decision: DuplicateDecision, label: string) => (
    <Button
      size="small"
      variant={decision === 'skip' ? 'quiet' : 'secondary'}
      isBusy={chosen === decision}
      disabled={chosen !== null && chosen !== decision}
      onClick={() => void decide(decision)}
    >
      {label}
    </Button>
  )
  const { existing } = item
  return (
    <div className="flex h-full flex-col justify-center gap-1.5 px-4">
      <div className="flex items-center gap-3">
        <StateMark state="needsYou" label={IMPORT_MARKS.duplicate.label} />
        <div className="min-w-0 grow">
          <p className="truncate">{item.name}</p>
          <p className="truncate text-small text-muted" title={item.message ?? undefined}>
            {existing === null ? item.message : `On the shelf: ${existing.title}, ${existing.author}`}
          </p>
        </div>
      </div>
      <div className="flex gap-1.5 pl-7">
        {button('update', 'Update the text')}
        {button('newEdition', 'Add as new edition')}
        {button('skip', 'Skip')}
      </div>
    </div>
  )
}
