import { useMemo, useState } from 'react'
import { PICTURE_KINDS, type PictureKind } from '#shared/models/picture.ts'
import type { TitleCard, TitleDetails } from '#shared/models/title-card.ts'
import { usePictureStore } from '#renderer/state/pictures.ts'
import { Notice } from '#renderer/ui/notice.tsx'
import { Segmented } from '#renderer/ui/segmented.tsx'
import { Skeleton } from '#renderer/ui/skeleton.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { usePictureDesk, type PictureDesk } from './picture-desk.ts'
import { PicturePlaceView } from './picture-place.tsx'
import { PictureScenes } from './picture-scenes.tsx'
import { KIND_WORDS, limitOf } from './picture-words.ts'

/** The cover, the thumbnail and the scenes of a book: the chosen ones and what there is to choose from. */
export function PicturesTab({ card, details }: { card: TitleCard; details: TitleDetails }) {
  const store = usePictureStore(card.bookId)
  const { status, failure, items } = store()
  const desk = usePictureDesk(card.bookId, store)
  const [kind, setKind] = useState<PictureKind>('cover')
  const pictures = useMemo(() => [...items.values()].sort((a, b) => b.id - a.id), [items])
  return (
    <div className="flex h-full min-h-0 flex-col gap-4">
      <Segmented
        label="Pictures for"
        value={kind}
        onChange={setKind}
        options={PICTURE_KINDS.map((value) => ({ value, label: KIND_WORDS[value].label }))}
      />
      <ViewState
        status={status}
        failure={failure}
        onRetry={() => void store.reload()}
        skeleton={<PicturesSkeleton kind={kind} />}
      >
        <MeansNotice desk={desk} kind={kind} />
        <div className="min-h-0 grow">
          {kind === 'scene' ? (
            <PictureScenes desk={desk} chapters={details.chapters} pictures={pictures} />
          ) : (
            <PicturePlaceView
              key={kind}
              desk={desk}
              card={card}
              kind={kind}
              pictures={pictures.filter((picture) => picture.kind === kind)}
            />
          )}
        </div>
      </ViewState>
    </div>
  )
}

/** What can be drawn here and what that needs; nothing where all is well. */
function MeansNotice({ desk, kind }: { desk: PictureDesk; kind: PictureKind }) {
  const means = desk.meansOf(kind)
  const limit = limitOf(kind, means)
  if (means !== null && means.problem !== null) {
    return (
      <Notice tone="warn" action={<TextLink href="/servers">Servers</TextLink>}>
        {means.problem}
      </Notice>
    )
  }
  if (limit === null) return null
  return <Notice action={<TextLink href="/servers/workflows">Workflows</TextLink>}>{limit}</Notice>
}

function PicturesSkeleton({ kind }: { kind: PictureKind }) {
  const { aspect } = KIND_WORDS[kind]
  return (
    <div className="flex flex-col gap-6">
      <Skeleton className={`w-60 ${aspect}`} />
      <div className="grid grid-cols-4 gap-4">
        {[0, 1, 2, 3].map((index) => (
          <Skeleton key={index} className={aspect} />
        ))}
      </div>
    </div>
  )
}
