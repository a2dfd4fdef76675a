import { BookOpenText, ChevronDown, ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ChapterSummary, ChapterText, TitleDetails } from '#shared/models/title-card.ts'
import { request } from '#renderer/bridge.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { classNames } from '#renderer/ui/class-names.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Popover } from '#renderer/ui/popover.tsx'
import { Skeleton } from '#renderer/ui/skeleton.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'

interface TextTabProps {
  details: TitleDetails
  /** Null until one was chosen: the first spoken chapter. */
  chapterIndex: number | null
  onChoose: (index: number) => void
}

/** The words of one chapter, for reading. */
export function TextTab({ details, chapterIndex, onChoose }: TextTabProps) {
  const { chapters } = details
  const chosen =
    chapters.find(({ index }) => index === chapterIndex) ?? chapters.find(({ isSpoken }) => isSpoken) ?? chapters[0]
  if (chosen === undefined) {
    return <EmptyState icon={BookOpenText} title="There is nothing to read" body="No chapter was found in this file." />
  }
  const place = chapters.indexOf(chosen)
  const neighbour = (offset: number) => chapters[place + offset]
  const go = (chapter: ChapterSummary | undefined) => chapter !== undefined && onChoose(chapter.index)
  return (
    <div className="flex h-full flex-col">
      <div className="flex items-center gap-1 pb-3">
        <IconButton
          label="Previous chapter"
          icon={ChevronLeft}
          disabled={neighbour(-1) === undefined}
          onClick={() => go(neighbour(-1))}
        />
        <ChapterPicker chapters={chapters} chosen={chosen} onChoose={onChoose} />
        <IconButton
          label="Next chapter"
          icon={ChevronRight}
          disabled={neighbour(1) === undefined}
          onClick={() => go(neighbour(1))}
        />
        {!chosen.isSpoken && <span className="ml-2 text-small text-muted">Not spoken</span>}
      </div>
      <Reading key={chosen.index} bookId={details.card.bookId} chapter={chosen} />
    </div>
  )
}

function ChapterPicker({
  chapters,
  chosen,
  onChoose,
}: {
  chapters: readonly ChapterSummary[]
  chosen: ChapterSummary
  onChoose: (index: number) => void
}) {
  const [isOpen, setIsOpen] = useState(false)
  const pick = (place: number) => {
    const chapter = chapters[place]
    if (chapter !== undefined) onChoose(chapter.index)
    setIsOpen(false)
  }
  return (
    <Popover
      label="Chapters"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button className="min-w-0 max-w-96 shrink! justify-between" aria-label={`Chapter: ${chosen.title}`}>
          <span className="truncate">{chosen.title}</span>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
        </Button>
      }
    >
      <div style={{ height: Math.min(chapters.length, 10) * 32 }} className="-m-2">
        <VirtualList
          label="Chapters"
          count={chapters.length}
          rowHeightPx={32}
          selectedIndex={chapters.indexOf(chosen)}
          onActivate={pick}
          renderRow={(place) => (
            <span
              className={classNames(
                'flex h-full items-center px-2',
                chapters[place]?.isSpoken === false && 'text-muted',
              )}
            >
              <span className="grow truncate">{chapters[place]?.title}</span>
              <span className="max-w-32 truncate pl-3 text-small text-muted">{chapters[place]?.part}</span>
            </span>
          )}
        />
      </div>
    </Popover>
  )
}

function Reading({ bookId, chapter }: { bookId: string; chapter: ChapterSummary }) {
  const { status, failure, data, reload } = useLoaded(`${bookId} ${chapter.index}`, () =>
    request('title.chapter', { bookId, index: chapter.index }),
  )
  return (
    <ViewState
      status={status}
      failure={failure}
      onRetry={reload}
      skeleton={
        <div className="mx-auto flex w-full max-w-[66ch] flex-col gap-3 pt-6">
          {[100, 96, 98, 72, 0, 99, 97, 40].map((percent, line) => (
            <Skeleton key={line} className="h-4" {...(percent === 0 ? { className: 'h-4 invisible' } : {})} />
          ))}
        </div>
      }
      isEmpty={data?.paragraphs.length === 0}
      empty={<EmptyState icon={BookOpenText} title="This chapter is empty" body="It has a heading and no words." />}
    >
      {data !== null && <Paragraphs text={data} />}
    </ViewState>
  )
}

const PARAGRAPHS_A_BLOCK = 40
/** So high a block is before it was laid out. */
const BLOCK_PX = 4000

/** Blocks out of sight are not laid out, yet stay in the page: the browser finds and copies all of the text. */
function Paragraphs({ text }: { text: ChapterText }) {
  const area = useRef<HTMLElement>(null)
  const blocks = useMemo(() => inBlocks(text.paragraphs), [text])
  useEffect(() => {
    if (area.current !== null) area.current.scrollTop = 0
  }, [text])
  return (
    <article
      ref={area}
      tabIndex={0}
      aria-label={text.title}
      className="relative min-h-0 grow overflow-y-auto pb-16 font-serif text-reading -outline-offset-2"
    >
      <div className="mx-auto w-full max-w-[66ch] px-4">
        <h2 className="pt-4 pb-6 text-title font-semibold text-balance">{text.title}</h2>
        {blocks.map((paragraphs, index) => (
          <div key={index} style={{ contentVisibility: 'auto', containIntrinsicSize: `auto ${BLOCK_PX}px` }}>
            {paragraphs.map((paragraph, place) => (
              <p key={place} className={classNames('pb-[0.8em] text-pretty', paragraph.startsGroup && 'pt-[1.6em]')}>
                {paragraph.text}
              </p>
            ))}
          </div>
        ))}
      </div>
    </article>
  )
}

function inBlocks<Item>(items: readonly Item[]): Item[][] {
  const blocks: Item[][] = []
  for (let from = 0; from < items.length; from += PARAGRAPHS_A_BLOCK) {
    blocks.push(items.slice(from, from + PARAGRAPHS_A_BLOCK))
  }
  return blocks
}
