import { Images, Paintbrush } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { PictureCard } from '#shared/models/picture.ts'
import type { ChapterSummary } from '#shared/models/title-card.ts'
import { request } from '#renderer/bridge.ts'
import { placeKey } from '#renderer/state/pictures.ts'
import { useLoaded } from '#renderer/state/use-loaded.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton.tsx'
import { toast } from '#renderer/ui/toast.ts'
import { ViewState } from '#renderer/ui/view-state.tsx'
import { PictureCompare } from './picture-compare.tsx'
import type { PictureDesk } from './picture-desk.ts'
import { PictureDrawDialog } from './picture-draw-dialog.tsx'
import { PictureDrawScenesDialog } from './picture-draw-scenes-dialog.tsx'
import { PictureDrop } from './picture-drop.tsx'
import { SceneList } from './picture-scene-list.tsx'
import { SceneChapterLine, SceneLine } from './picture-scene-row.tsx'
import { sceneChapters, sceneRows, type Scene, type SceneRow, type SceneWish } from './picture-scene-rows.ts'
import { canDrawWith, coverageOf } from './picture-words.ts'

interface PictureScenesProps {
  desk: PictureDesk
  chapters: readonly ChapterSummary[]
  pictures: Iterable<PictureCard>
}

/** The scenes of a video in reading order, each with the words that it illustrates. */
export function PictureScenes({ desk, chapters, pictures }: PictureScenesProps) {
  const { bookId } = desk
  const { status, failure, data, reload } = useLoaded(bookId, () => request('picture.scenes', { bookId }))
  const byChapter = useMemo(() => sceneChapters(data ?? [], pictures, chapters), [data, pictures, chapters])
  const rows = useMemo(() => sceneRows(byChapter), [byChapter])
  const [wish, setWish] = useState<SceneWish | null>(null)
  const canDraw = canDrawWith(desk.meansOf('scene'))
  const all = byChapter.flatMap(({ scenes }) => scenes)

  const activate = (row: SceneRow) => {
    if (row.kind === 'chapter') return
    const { scene, number } = row
    const first = scene.chosen ?? scene.candidates[0]
    if (first !== undefined) setWish({ kind: 'show', place: scene, number, firstId: first.id })
    else if (canDraw) setWish({ kind: 'draw', scene, number })
  }

  return (
    <ViewState
      status={status}
      failure={failure}
      onRetry={reload}
      skeleton={<SkeletonRows count={8} />}
      isEmpty={rows.length === 0}
      empty={
        <EmptyState
          icon={Images}
          title="This text has no scenes"
          body="Scenes are proposed for the chapters that are spoken. A video of this book shows its cover."
        />
      }
    >
      <PictureDrop
        words="Drop each picture on the scene that it shows"
        onDrop={() => toast.say('Drop a picture on the scene that it shows.')}
        className="flex h-full min-h-0 flex-col gap-1"
      >
        <div className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 px-2">
          <p className="min-w-48 grow text-small text-muted">{coverageOf(all)}. A scene without one shows the cover.</p>
          {canDraw && (
            <Button
              size="small"
              icon={Paintbrush}
              onClick={() => setWish({ kind: 'drawMany', title: 'Draw all scenes', scenes: all })}
            >
              Draw all scenes…
            </Button>
          )}
        </div>
        <div className="min-h-0 grow">
          <SceneList
            rows={rows}
            onActivate={activate}
            renderRow={(row, isActive) =>
              row.kind === 'chapter' ? (
                <SceneChapterLine chapter={row.chapter} isActive={isActive} canDraw={canDraw} onWish={setWish} />
              ) : (
                <SceneLine
                  desk={desk}
                  scene={row.scene}
                  number={row.number}
                  isActive={isActive}
                  canDraw={canDraw}
                  onWish={setWish}
                />
              )
            }
          />
        </div>
        {wish !== null && <WishedDialog wish={wish} desk={desk} scenes={all} onClose={() => setWish(null)} />}
      </PictureDrop>
    </ViewState>
  )
}

interface WishedDialogProps {
  wish: SceneWish
  desk: PictureDesk
  scenes: readonly Scene[]
  onClose: () => void
}

function WishedDialog({ wish, desk, scenes, onClose }: WishedDialogProps) {
  if (wish.kind === 'drawMany') {
    return <PictureDrawScenesDialog desk={desk} title={wish.title} scenes={wish.scenes} onClose={onClose} />
  }
  if (wish.kind === 'draw') {
    const { scene, number } = wish
    return (
      <PictureDrawDialog
        desk={desk}
        place={scene}
        title={`Draw scene ${number}`}
        excerpt={scene.excerpt}
        onClose={onClose}
      />
    )
  }
  const scene = scenes.find((one) => placeKey(one) === placeKey(wish.place))
  return (
    <PictureCompare
      desk={desk}
      title={`Scene ${wish.number}`}
      excerpt={scene?.excerpt ?? null}
      pictures={scene?.candidates ?? []}
      firstId={wish.firstId}
      onClose={onClose}
    />
  )
}
