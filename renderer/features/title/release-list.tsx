import { ChevronRight } from 'lucide-react'
import type { ReleaseCard } from '#shared/models/release.ts'
import { releaseKey } from '#renderer/state/releases.ts'
import { ProgressLine } from '#renderer/ui/progress-line.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { VirtualList } from '#renderer/ui/virtual-list.tsx'
import { PolicyLight } from './release-policy.tsx'
import { lightOf } from './release-words.ts'

const ROW_PX = 56
const GRID =
  'grid h-full grid-cols-[minmax(0,1fr)_12rem_10.5rem_1rem] items-center gap-x-4 px-2 max-[1300px]:grid-cols-[minmax(0,1fr)_11rem_10rem] max-[560px]:grid-cols-[minmax(0,1fr)_auto] max-[560px]:gap-x-2'

interface ReleaseListProps {
  cards: readonly ReleaseCard[]
  onPick: (card: ReleaseCard) => void
}

/** Where a book can be released: what is made for it, how the files stand, and whether a synthetic voice is taken there. */
export function ReleaseList({ cards, onPick }: ReleaseListProps) {
  return (
    <VirtualList
      label="Releases"
      count={cards.length}
      rowHeightPx={ROW_PX}
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
    <div className={GRID} data-release={releaseKey(card)}>
      <div role="gridcell" className="min-w-0">
        <p className="truncate">{profileName}</p>
        <p className="truncate text-small text-muted">{note ?? description}</p>
      </div>
      <div role="gridcell" className="flex min-w-0 flex-col gap-1.5">
        <StateMark {...lightOf(card)} isLabelShown className="min-w-0 whitespace-nowrap" />
        {state === 'building' && <ProgressLine value={progress} label={`Building ${profileName}`} />}
      </div>
      <div role="gridcell" className="max-[560px]:hidden">
        <PolicyLight name={profileName} policy={policy} />
      </div>
      <ChevronRight aria-hidden className="size-4 text-muted max-[1300px]:hidden" />
    </div>
  )
}
