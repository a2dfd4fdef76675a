import { ChevronDown, ChevronRight } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import type { ProductionChapter } from '#shared/models/production-card.ts'
import type { TitleDetails } from '#shared/models/title-card.ts'
import { useProductionStore } from '#renderer/state/production-details.ts'
import { classNames } from '#renderer/ui/class-names.ts'
import { formatMinutes, pluralise } from '#renderer/ui/format.ts'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import { ChapterState } from './chapter-state.tsx'
import { contentsOf, kindLabel, silentShare, type ContentsRow, type SilentEntry } from './contents.ts'

const ROW_PX = 40

interface ChaptersTabProps {
  details: TitleDetails
  productionId: number | null
  /** Shows the text of a chapter. */
  onOpen: (index: number) => void
}

/** The table of contents, with how far each chapter is when the book is being made. */
export function ChaptersTab({ details, productionId, onOpen }: ChaptersTabProps) {
  return productionId === null ? (
    <Contents details={details} chapters={[]} onOpen={onOpen} />
  ) : (
    <ContentsOfProduction key={productionId} details={details} productionId={productionId} onOpen={onOpen} />
  )
}

function ContentsOfProduction({ productionId, ...rest }: ChaptersTabProps & { productionId: number }) {
  const chapters = useProductionStore(productionId)(({ value }) => value?.chapters)
  return <Contents {...rest} chapters={chapters ?? []} />
}

type ListedRow = ContentsRow | { kind: 'silentEntry'; entry: SilentEntry }

interface ContentsProps {
  details: TitleDetails
  chapters: readonly ProductionChapter[]
  onOpen: (index: number) => void
}

function Contents({ details, chapters, onOpen }: ContentsProps) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const contents = useMemo(() => contentsOf(details), [details])
  const rows = useMemo(() => unfold(contents, opened), [contents, opened])
  const spoken = useMemo(() => new Map(chapters.map((chapter) => [chapter.index, chapter])), [chapters])
  const share = silentShare(details)

  const toggle = (id: string) => {
    const next = new Set(opened)
    if (!next.delete(id)) next.add(id)
    setOpened(next)
  }
  const activate = (index: number) => {
    const row = rows[index]
    if (row?.kind === 'chapter') onOpen(row.chapter.index)
    else if (row?.kind === 'silent') toggle(silentId(row))
    else if (row?.kind === 'silentEntry' && row.entry.chapterIndex !== null) onOpen(row.entry.chapterIndex)
  }

  return (
    <div className="flex h-full flex-col gap-2">
      <p className="px-2 text-small text-muted">{summaryOf(details, share)}</p>
      <div className="min-h-0 grow">
        <VirtualList
          label="Contents"
          count={rows.length}
          rowHeightPx={ROW_PX}
          keyOf={(index) => index}
          onActivate={activate}
          renderRow={(index) => {
            const row = rows[index]
            switch (row?.kind) {
              case undefined:
                return null
              case 'part':
                return <PartRow label={row.label} />
              case 'chapter':
                return <ChapterRow row={row} spoken={spoken.get(row.chapter.index) ?? null} />
              case 'silent':
                return <SilentRow row={row} isOpen={opened.has(silentId(row))} />
              case 'silentEntry':
                return <SilentEntryRow entry={row.entry} />
            }
          }}
        />
      </div>
    </div>
  )
}

function unfold(rows: readonly ContentsRow[], opened: ReadonlySet<string>): ListedRow[] {
  return rows.flatMap<ListedRow>((row) => {
    if (row.kind !== 'silent' || !opened.has(silentId(row))) return [row]
    return [row, ...row.entries.map((entry) => ({ kind: 'silentEntry' as const, entry }))]
  })
}

/** Groups of the same name stand at different places. */
function silentId({ label, entries }: ContentsRow & { kind: 'silent' }): string {
  return `${label} ${entries[0]?.chapterIndex ?? ''}`
}

function summaryOf({ chapters, pace }: TitleDetails, share: number): string {
  const spoken = chapters.filter(({ isSpoken }) => isSpoken).length
  const silent = share < 0.0005 ? 'everything is spoken' : `${(share * 100).toFixed(1)} % is not spoken`
  const measured = pace.isMeasured ? 'at the measured pace' : 'at a usual pace'
  return `${pluralise(spoken, 'spoken section')} · ${silent} · minutes ${measured}`
}

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

function PartRow({ label }: { label: string }) {
  return (
    <h2 className="flex h-full items-end px-2 pb-1.5 pl-14 text-small font-semibold text-muted">
      <span className="truncate">{label}</span>
    </h2>
  )
}

function ChapterRow({ row, spoken }: { row: ContentsRow & { kind: 'chapter' }; spoken: ProductionChapter | null }) {
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

function SilentRow({ row, isOpen }: { row: ContentsRow & { kind: 'silent' }; isOpen: boolean }) {
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

function SilentEntryRow({ entry: { label, reason, characters } }: { entry: SilentEntry }) {
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
