import { ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ReleaseCard } from '#shared/models/release.ts'
import { releaseKey } from '#renderer/state/releases.ts'
import { ProgressLine } from '#renderer/ui/progress-line.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { VirtualList, type VirtualListHandle } from '#renderer/ui/virtual-list.tsx'
import { PolicyLight } from './release-policy.tsx'
import { lightOf } from './release-words.ts'

const ROW_PX = 64
const HEAD_PX = 32
const GRID =
  'grid h-full grid-cols-[minmax(0,1fr)_9rem_9.5rem_1rem] items-center gap-x-4 px-2 max-[1100px]:grid-cols-[minmax(0,1fr)_9rem_9.5rem] max-[560px]:grid-cols-[minmax(0,1fr)_auto]'

interface ReleaseListProps {
  cards: readonly ReleaseCard[]
  /** Which one the view comes back from: it gets the focus. */
  former: string | null
  onPick: (card: ReleaseCard) => void
}

/** Where a book can be released: what is made for it, how the files stand, and whether a synthetic voice is taken there. */
export function ReleaseList({ cards, former, onPick }: ReleaseListProps) {
  const list = useRef<VirtualListHandle>(null)
  const place = cards.findIndex((card) => releaseKey(card) === former)
  const placeOnArrival = useRef(place)
  useEffect(() => {
    if (placeOnArrival.current !== -1) list.current?.focusRow(placeOnArrival.current)
  }, [])
  return (
    <VirtualList
      ref={list}
      label="Releases"
      count={cards.length}
      rowHeightPx={ROW_PX}
      headerHeightPx={HEAD_PX}
      keyOf={(index) => cards[index]?.profileId ?? index}
      onActivate={(index) => {
        const card = cards[index]
        if (card !== undefined) onPick(card)
      }}
      header={
        <div className={`${GRID} items-end pb-2`}>
          <span role="columnheader">Where to release</span>
          <span role="columnheader">Files</span>
          <span role="columnheader" className="max-[560px]:sr-only">
            Synthetic voice
          </span>
        </div>
      }
      renderRow={(index) => {
        const card = cards[index]
        return card === undefined ? null : <ReleaseRow card={card} />
      }}
    />
  )
}

function ReleaseRow({ card }: { card: ReleaseCard }) {
  const { profileName, description, state, progress, activity, error, policy } = card
  const note = state === 'building' ? activity : state === 'failed' ? error : description
  return (
    <div className={GRID}>
      <div role="gridcell" className="min-w-0 max-[560px]:row-span-2">
        <p className="truncate">{profileName}</p>
        <p className="line-clamp-2 text-small max-[560px]:line-clamp-1 text-muted">{note ?? description}</p>
      </div>
      <div role="gridcell" className="flex min-w-0 flex-col gap-1.5">
        <StateMark {...lightOf(card)} isLabelShown className="min-w-0 whitespace-nowrap" />
        {state === 'building' && <ProgressLine value={progress} label={`Building ${profileName}`} />}
      </div>
      <div role="gridcell">
        <PolicyLight name={profileName} policy={policy} />
      </div>
      <ChevronRight aria-hidden className="size-4 text-muted max-[1100px]:hidden" />
    </div>
  )
}
