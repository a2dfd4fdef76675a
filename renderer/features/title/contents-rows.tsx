import { ChevronDown, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ProductionChapter } from '#shared/models/production-card.ts'
import { classNames } from '#renderer/ui/class-names.ts'
import { formatMinutes, pluralise } from '#renderer/ui/format.ts'
import { ChapterState } from './chapter-state.tsx'
import { kindLabel, type ContentsRow, type SilentEntry } from './contents.ts'

function Columns({
  lead,
  title,
  state,
  words,
  minutes,
  className,
}: Record<'lead' | 'title' | 'state' | 'words' | 'minutes', ReactNode> & { className?: string }) {
  return (
    <div
      className={classNames(
        'grid h-full grid-cols-[2.5rem_minmax(0,1fr)_7rem_7rem_4.5rem] items-center gap-3 px-2 max-[1100px]:grid-cols-[2rem_minmax(0,1fr)_3rem_7rem_4rem] max-[800px]:grid-cols-[2rem_minmax(0,1fr)_3rem_4rem]',
        className,
      )}
    >
      <span className="text-right text-muted">{lead}</span>
      <span className="min-w-0 truncate">{title}</span>
      <span className="flex justify-end">{state}</span>
      <span className="text-right text-small text-muted max-[800px]:hidden">{words}</span>
      <span className="text-right text-small">{minutes}</span>
    </div>
  )
}

export function PartRow({ label }: { label: string }) {
  return (
    <h2 className="flex h-full items-end px-2 pb-1.5 pl-14 text-small font-semibold text-muted">
      <span className="truncate">{label}</span>
    </h2>
  )
}

export function ChapterRow({
  row,
  spoken,
}: {
  row: ContentsRow & { kind: 'chapter' }
  spoken: ProductionChapter | null
}) {
  const { chapter, number, minutes } = row
  const { title, kind, words } = chapter
  return (
    <Columns
      lead={number ?? '·'}
      title={
        <>
          <span className="font-serif">{title}</span>
          {number === null && title.toLowerCase() !== kind && (
            <span className="ml-2 text-small text-muted">{kindLabel(kind)}</span>
          )}
        </>
      }
      state={spoken !== null && <ChapterState chapter={spoken} />}
      words={pluralise(words, 'word')}
      minutes={formatMinutes(minutes)}
    />
  )
}

export function SilentRow({ row, isOpen }: { row: ContentsRow & { kind: 'silent' }; isOpen: boolean }) {
  const Chevron = isOpen ? ChevronDown : ChevronRight
  return (
    <Columns
      className="text-muted"
      lead={<Chevron aria-hidden className="ml-auto size-4" />}
      title={
        <>
          <span className="sr-only">{isOpen ? 'Unfolded: ' : 'Folded: '}</span>
          {row.label}
          <span className="ml-2 text-small">not spoken</span>
        </>
      }
      state={null}
      words={pluralise(row.characters, 'character')}
      minutes={null}
    />
  )
}

export function SilentEntryRow({ entry: { label, reason, characters } }: { entry: SilentEntry }) {
  return (
    <Columns
      className="text-muted"
      lead={null}
      title={
        <>
          {label}
          {reason !== label && <span className="ml-2 text-small">{reason}</span>}
        </>
      }
      state={null}
      words={pluralise(characters, 'character')}
      minutes={null}
    />
  )
}
