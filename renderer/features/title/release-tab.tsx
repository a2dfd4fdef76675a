import { PackageOpen } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { TitleCard } from '#shared/models/title-card.ts'
import type { ReleaseCard } from '#shared/models/release.ts'
import { releaseKey, useReleaseStore, type ReleaseStore } from '#renderer/state/releases.ts'
import { request } from '#renderer/bridge.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { ReleaseList } from './release-list.tsx'
import { ReleaseView } from './release-view.tsx'

/** Which release is looked at: null shows the list. */
export interface ReleasePick {
  productionId: number
  profileId: string | null
}

interface ReleaseTabProps {
  card: TitleCard
  pick: ReleasePick | null
  onPick: (pick: ReleasePick | null) => void
  onProduce: () => void
}

/** Where a finished book can be handed in, and whether it may. */
export function ReleaseTab({ card, pick, onPick, onProduce }: ReleaseTabProps) {
  const store = useReleaseStore(card.bookId)
  const { status, failure, items } = store()
  const { data: known } = useLoaded('profiles', () => request('release.profiles', {}))
  useReloadAfterChanges(card, store)
  const cards = [...items.values()].sort((a, b) => b.productionId - a.productionId)
  return (
    <ViewState
      status={status}
      failure={failure}
      onRetry={() => void store.reload()}
      skeleton={<SkeletonRows count={8} />}
      isEmpty={cards.length === 0}
      empty={<NothingFinished card={card} onProduce={onProduce} />}
    >
      <Releases title={card} cards={cards} trouble={known?.problem ?? null} store={store} pick={pick} onPick={onPick} />
    </ViewState>
  )
}

interface ReleasesProps {
  title: TitleCard
  /** The latest production first. */
  cards: readonly ReleaseCard[]
  /** Why the producer's own profiles are not among them. */
  trouble: string | null
  store: ReleaseStore
  pick: ReleasePick | null
  onPick: (pick: ReleasePick | null) => void
}

function Releases({ title, cards, trouble, store, pick, onPick }: ReleasesProps) {
  const productionId = cards.find((card) => card.productionId === pick?.productionId)?.productionId
  const shownId = productionId ?? cards[0]?.productionId
  const shown = cards.filter((card) => card.productionId === shownId)
  const picked = shown.find(({ profileId }) => profileId === pick?.profileId)
  const pickedKey = picked === undefined ? null : releaseKey(picked)
  const [former, setFormer] = useState<string | null>(null)
  if (pickedKey !== null && pickedKey !== former) setFormer(pickedKey)

  if (picked !== undefined) {
    const goBack = () => onPick({ productionId: picked.productionId, profileId: null })
    return <ReleaseView key={releaseKey(picked)} title={title} card={picked} store={store} onBack={goBack} />
  }
  return (
    <div className="flex h-full flex-col gap-3">
      {trouble !== null && <Notice tone="warn">Your own profiles are left out. {trouble}</Notice>}
      <NarratorChoice
        cards={cards}
        productionId={shownId ?? 0}
        onChange={(id) => onPick({ productionId: id, profileId: null })}
      />
      <div className="min-h-0 grow">
        <ReleaseList
          cards={shown}
          former={former}
          onPick={({ productionId: id, profileId }) => onPick({ productionId: id, profileId })}
        />
      </div>
    </div>
  )
}

/** A title may have been read by several. */
function NarratorChoice({
  cards,
  productionId,
  onChange,
}: {
  cards: readonly ReleaseCard[]
  productionId: number
  onChange: (productionId: number) => void
}) {
  const readings = [...new Map(cards.map((card) => [card.productionId, card.narratorName]))]
  if (readings.length < 2) return null
  return (
    <SelectField
      label="Read by"
      className="w-64 max-w-full"
      value={String(productionId)}
      onChange={(id) => onChange(Number(id))}
      options={readings.map(([id, name], place) => {
        const isOlder = readings.slice(0, place).some(([, other]) => other === name)
        return { value: String(id), label: name, hint: isOlder ? 'An earlier production' : undefined }
      })}
    />
  )
}

function NothingFinished({ card: { production }, onProduce }: { card: TitleCard; onProduce: () => void }) {
  const [, navigate] = useLocation()
  const isUnderWay = production !== null && production.status !== 'completed'
  return (
    <EmptyState
      icon={PackageOpen}
      title="Nothing to release yet"
      body={
        isUnderWay
          ? 'As soon as the production is finished, releases can be built from it here.'
          : 'A release is built from a finished production: files as an outlet wants them, measured one by one.'
      }
    >
      {isUnderWay ? (
        <Button onClick={() => navigate(`/production/${production.id}`)}>Show the production</Button>
      ) : (
        <Button onClick={onProduce}>Produce…</Button>
      )}
    </EmptyState>
  )
}

/** A production that has finished brings releases that nothing else tells of. */
function useReloadAfterChanges({ production, ...card }: TitleCard, store: ReleaseStore): void {
  const madeFrom = [card.title, card.author, card.language, card.publicationYear, card.coverVersion]
  const state = JSON.stringify([production?.id, production?.status, ...madeFrom])
  const known = useRef(state)
  useEffect(() => {
    if (known.current === state) return
    known.current = state
    void store.reload()
  }, [state, store])
}
