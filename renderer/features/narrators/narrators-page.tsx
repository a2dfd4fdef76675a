import { MicVocal, Plus } from 'lucide-react'
import { useState } from 'react'
import type { NarratorCard as Narrator } from '#shared/models/narrator-card.ts'
import { useCommand } from '#renderer/app/commands.ts'
import { useNarrators } from '#renderer/state/narrators.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { pluralise } from '#renderer/ui/format.ts'
import { Page } from '#renderer/ui/page.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { AuditionPanel } from './audition-panel.tsx'
import { NarratorCard } from './narrator-card.tsx'
import { NarratorDialog } from './narrator-dialog.tsx'
import { NarratorsSkeleton } from './narrators-skeleton.tsx'
import { byActivityAndName } from './narrator-order.ts'
import { SampleDialog } from './sample-dialog.tsx'

type Open = { kind: 'create' } | { kind: 'edit' | 'sample'; narratorId: string } | null

/** The voices of the studio, and the bench on which they are tried side by side. */
export function NarratorsPage() {
  const { status, failure, items } = useNarrators()
  const [open, setOpen] = useState<Open>(null)
  const [compared, setCompared] = useState<ReadonlySet<string>>(new Set())
  useCommand('narrators.create', () => setOpen({ kind: 'create' }))

  const narrators = [...items.values()].sort(byActivityAndName)
  const chosen = narrators.filter(({ narratorId, active }) => active && compared.has(narratorId))
  const toggle = (narratorId: string) =>
    setCompared((known) => {
      const next = new Set(known)
      if (!next.delete(narratorId)) next.add(narratorId)
      return next
    })
  const close = () => setOpen(null)
  const opened = open !== null && open.kind !== 'create' ? items.get(open.narratorId) : undefined

  return (
    <Page
      title="Narrators"
      subtitle={status === 'ready' ? summary(narrators) : undefined}
      actions={
        <Button variant="primary" icon={Plus} onClick={() => setOpen({ kind: 'create' })}>
          New narrator…
        </Button>
      }
    >
      <ViewState
        status={status}
        failure={failure}
        onRetry={() => void useNarrators.reload()}
        skeleton={<NarratorsSkeleton />}
        isEmpty={narrators.length === 0}
        empty={
          <EmptyState
            icon={MicVocal}
            title="No narrators yet"
            body="A narrator is a voice with a name. Productions choose one."
          >
            <Button variant="primary" onClick={() => setOpen({ kind: 'create' })}>
              New narrator…
            </Button>
          </EmptyState>
        }
      >
        <div className="flex flex-col gap-8">
          <ul className="grid list-none grid-cols-[repeat(auto-fill,minmax(min(100%,22rem),1fr))] gap-4 p-0">
            {narrators.map((narrator) => (
              <li key={narrator.narratorId}>
                <NarratorCard
                  narrator={narrator}
                  isCompared={compared.has(narrator.narratorId)}
                  onCompare={() => toggle(narrator.narratorId)}
                  onEdit={() => setOpen({ kind: 'edit', narratorId: narrator.narratorId })}
                  onSample={() => setOpen({ kind: 'sample', narratorId: narrator.narratorId })}
                />
              </li>
            ))}
          </ul>
          <AuditionPanel
            narrators={chosen.length > 0 ? chosen : narrators.filter(canSpeak)}
            isChosen={chosen.length > 0}
          />
        </div>
      </ViewState>
      {open?.kind === 'create' && <NarratorDialog narrator={null} onClose={close} />}
      {open?.kind === 'edit' && opened !== undefined && <NarratorDialog narrator={opened} onClose={close} />}
      {open?.kind === 'sample' && opened !== undefined && <SampleDialog narrator={opened} onClose={close} />}
    </Page>
  )
}

function summary(narrators: readonly Narrator[]): string {
  const active = narrators.filter((narrator) => narrator.active).length
  const resting = narrators.length - active
  return resting === 0 ? pluralise(active, 'voice') : `${pluralise(active, 'voice')}, ${resting} not in use`
}

function canSpeak({ active, problem }: Narrator): boolean {
  return active && problem === null
}
