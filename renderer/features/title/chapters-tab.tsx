import { useMemo, useState } from 'react'
import type { ProductionChapter } from '#shared/models/production-card.ts'
import type { TitleDetails } from '#shared/models/title-card.ts'
import { useProductionStore } from '#renderer/state/production-details.ts'
import { pluralise } from '#renderer/ui/format.ts'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import { ChapterRow, PartRow, SilentEntryRow, SilentRow } from './contents-rows.tsx'
import { contentsOf, silentShare, type ContentsRow, type SilentEntry } from './contents.ts'

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
