import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { ProductionCard, ProductionChapter } from '#shared/models/production-card.ts'
import { toast } from '#renderer/ui/toast.ts'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import { ChapterRow } from './chapter-row.tsx'
import { listenToChapter } from './listening.ts'
import { tickWords } from '#renderer/state/production-words.ts'
import { pitchFor } from './tick-shapes.ts'

const ROW_PX = 32
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 }

/** The whole book at a glance. Up and down go through the chapters, left and right through a chapter's passages, Enter plays. */
export function ChapterList({ card, chapters }: { card: ProductionCard; chapters: readonly ProductionChapter[] }) {
  const [cursor, setCursor] = useState<{ row: number; place: number } | null>(null)
  const longest = Math.max(1, ...chapters.map(({ chunks }) => chunks.length))
  const { widthPx, stripRef } = useStripWidth()
  const pitchPx = pitchFor(longest, widthPx)

  const latestCard = useRef(card)
  useEffect(() => {
    latestCard.current = card
  })
  const playFrom = useCallback((chapter: ProductionChapter, place: number): void => {
    if (!listenToChapter(latestCard.current, chapter, place)) toast.say('This passage is not spoken yet.')
  }, [])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset.index === undefined) return
    const row = Number(event.target.dataset.index)
    const chapter = chapters[row]
    if (chapter === undefined) return
    const place = cursor?.row === row ? cursor.place : -1
    const step = STEPS[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setCursor({ row, place: Math.max(0, Math.min(chapter.chunks.length - 1, place + step)) })
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      if (!listenToChapter(card, chapter, place === -1 ? null : place)) toast.say('This is not spoken yet.')
    }
  }

  if (chapters.length === 0) return <p className="text-muted">The chapters are here once the text is read.</p>

  const pointed = cursor === null ? undefined : chapters[cursor.row]
  const tick = cursor === null ? undefined : pointed?.chunks[cursor.place]
  return (
    <div className="h-full" onKeyDown={onKeyDown} onBlur={() => setCursor(null)}>
      <VirtualList
        label="Chapters: left and right go through the passages, Enter plays"
        count={chapters.length}
        rowHeightPx={ROW_PX}
        keyOf={(row) => chapters[row]?.index ?? row}
        renderRow={(row) => {
          const chapter = chapters[row]
          const place = cursor?.row === row ? cursor.place : null
          return (
            chapter !== undefined && (
              <ChapterRow
                card={card}
                chapter={chapter}
                pitchPx={pitchPx}
                cursor={place}
                onPick={playFrom}
                stripRef={stripRef}
              />
            )
          )
        }}
      />
      <p aria-live="polite" className="sr-only">
        {tick !== undefined && cursor !== null && tickWords(tick, cursor.place, pointed?.chunks.length ?? 0)}
      </p>
    </div>
  )
}

/** How wide the rows' strips are, which are all alike: told by whichever of them is on the screen. */
function useStripWidth(): { widthPx: number; stripRef: (strip: HTMLDivElement) => () => void } {
  const [widthPx, setWidthPx] = useState(0)
  const [observer] = useState(() => new ResizeObserver((entries) => setWidthPx(entries.at(-1)?.contentRect.width ?? 0)))
  const stripRef = useCallback(
    (strip: HTMLDivElement) => {
      observer.observe(strip)
      return () => observer.unobserve(strip)
    },
    [observer],
  )
  return { widthPx, stripRef }
}
