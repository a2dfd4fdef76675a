import { Pause, Play } from 'lucide-react'
import { memo, useMemo, type Ref } from 'react'
import type { ProductionCard, ProductionChapter } from '#shared/models/production-card.ts'
import { togglePlay, usePlayer } from '#renderer/state/player.ts'
import { IconButton } from '#renderer/ui/button.tsx'
import { listenToChapter } from './listening.ts'
import { passageSource } from '#renderer/state/play-lists.ts'
import { spokenOf } from '#renderer/state/production-words.ts'
import { TickStrip } from './tick-strip.tsx'

interface ChapterRowProps {
  card: ProductionCard
  chapter: ProductionChapter
  pitchPx: number
  cursor: number | null
  onPick: (chapter: ProductionChapter, place: number) => void
  stripRef: Ref<HTMLDivElement>
}

/** A chapter with its passages; it is heard from the start by its button, from anywhere by its ticks. */
export const ChapterRow = memo(function ChapterRow({
  card,
  chapter,
  pitchPx,
  cursor,
  onPick,
  stripRef,
}: ChapterRowProps) {
  const heard = usePlayer(({ item }) => item?.src ?? null)
  const playing = useMemo(() => placeOfSound(chapter, heard), [chapter, heard])
  const isSounding = usePlayer(({ isPlaying }) => isPlaying) && playing !== null
  const words = spokenOf(chapter)
  return (
    <div className="flex h-full items-center gap-3 px-2">
      <IconButton
        size="small"
        icon={isSounding ? Pause : Play}
        label={isSounding ? 'Pause' : `Play ${chapter.title}`}
        disabled={!chapter.chunks.some(({ status }) => status === 'done')}
        onClick={() => (playing === null ? listenToChapter(card, chapter, null) : togglePlay())}
      />
      <span className="w-80 shrink-0 truncate max-[1280px]:w-48 max-[1000px]:w-32" title={chapter.title}>
        {chapter.title}
      </span>
      <div ref={stripRef} className="min-w-0 grow">
        <TickStrip
          ticks={chapter.chunks}
          pitchPx={pitchPx}
          cursor={cursor}
          playing={playing}
          onPick={(place) => onPick(chapter, place)}
        />
      </div>
      <span className="w-40 shrink-0 truncate text-right text-small text-muted" title={words}>
        {words}
      </span>
    </div>
  )
})

function placeOfSound({ chunks }: ProductionChapter, src: string | null): number | null {
  if (src === null) return null
  const place = chunks.findIndex(({ id, version }) => passageSource(id, version) === src)
  return place === -1 ? null : place
}
