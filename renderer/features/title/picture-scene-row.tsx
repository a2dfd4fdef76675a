import { Check, ImageIcon, Paintbrush } from 'lucide-react'
import { memo } from 'react'
import type { PictureCard } from '#shared/models/picture.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { classNames } from '#renderer/ui/class-names.ts'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { choosePicture } from './picture-actions.ts'
import type { PictureDesk } from './picture-desk.ts'
import { PictureDrop } from './picture-drop.tsx'
import { PictureImage } from './picture-image.tsx'
import type { Scene, SceneChapter, SceneWish } from './picture-scene-rows.ts'
import { UploadIcon, useUpload } from './picture-upload.tsx'
import { coverageOf, nameOf, stateOf } from './picture-words.ts'

/** More candidates than this are seen in the large view. */
const MOST_CANDIDATES = 5

interface LineProps {
  isActive: boolean
  canDraw: boolean
  onWish: (wish: SceneWish) => void
}

/** Where a chapter's scenes begin. Scrolling makes new lines; those that stay are not drawn again. */
export const SceneChapterLine = memo(function SceneChapterLine({
  chapter,
  isActive,
  canDraw,
  onWish,
}: LineProps & { chapter: SceneChapter }) {
  return (
    <div className="flex h-full items-center gap-3 border-b border-line px-2 pt-3">
      <h2 className="truncate font-serif font-semibold">{chapter.title}</h2>
      <span className="grow truncate text-small text-muted">{coverageOf(chapter.scenes)}</span>
      {canDraw && (
        <Button
          size="small"
          variant="quiet"
          tabIndex={isActive ? 0 : -1}
          aria-label={`Draw the chapter ${chapter.title}…`}
          onClick={() => onWish({ kind: 'drawMany', title: `Draw “${chapter.title}”`, scenes: chapter.scenes })}
        >
          Draw the chapter…
        </Button>
      )}
    </div>
  )
})

interface SceneLineProps extends LineProps {
  desk: PictureDesk
  scene: Scene
  number: number
}

/** The words of a scene, the picture that a video shows with them, and the others. */
export const SceneLine = memo(function SceneLine({ desk, scene, number, isActive, canDraw, onWish }: SceneLineProps) {
  const { isSending, send } = useUpload(desk)
  const upload = (files: File[]) => void send(scene, files)
  const show = ({ id }: PictureCard) => onWish({ kind: 'show', place: scene, number, firstId: id })
  const { chosen, candidates, excerpt } = scene
  const tabIndex = isActive ? 0 : -1
  const more = candidates.length - MOST_CANDIDATES
  return (
    <PictureDrop words={`Drop it on scene ${number}`} onDrop={upload} className="h-full">
      <div className="flex h-full gap-4 px-2 py-2.5 @max-[34rem]:gap-3">
        <Chosen number={number} chosen={chosen} tabIndex={tabIndex} onShow={show} />
        <div className="flex min-w-0 grow flex-col justify-between gap-2">
          <p className="line-clamp-2 font-serif text-pretty">
            <span className="mr-2 font-sans text-small text-muted">{number}</span>
            {excerpt ?? <span className="font-sans text-muted">The text has no scene here any more.</span>}
          </p>
          <div className="-m-1 flex min-h-8 items-center gap-2 overflow-hidden p-1 @max-[34rem]:gap-1.5">
            {candidates.length === 0 && <span className="text-small text-muted">No picture yet</span>}
            {candidates.slice(0, MOST_CANDIDATES).map((picture, index) => (
              <Candidate
                key={picture.id}
                desk={desk}
                picture={picture}
                name={`Scene ${number}: ${nameOf(picture, candidates.length - index, desk.styles)}`}
                tabIndex={tabIndex}
                onShow={show}
              />
            ))}
            {more > 0 && <span className="text-small text-muted">and {more} more</span>}
          </div>
        </div>
        <div className="flex flex-col justify-end">
          <UploadIcon
            label={`Upload a picture for scene ${number}…`}
            tabIndex={tabIndex}
            isBusy={isSending}
            onPick={upload}
          />
          {canDraw && (
            <IconButton
              label={`Draw scene ${number}…`}
              icon={Paintbrush}
              size="small"
              tabIndex={tabIndex}
              onClick={() => onWish({ kind: 'draw', scene, number })}
            />
          )}
        </div>
      </div>
    </PictureDrop>
  )
})

interface ChosenProps {
  number: number
  chosen: PictureCard | null
  tabIndex: number
  onShow: (picture: PictureCard) => void
}

function Chosen({ number, chosen, tabIndex, onShow }: ChosenProps) {
  const frame = 'aspect-video h-full shrink-0 overflow-hidden rounded-control @max-[34rem]:h-18 @max-[24rem]:h-12'
  if (chosen === null) {
    return (
      <div className={classNames(frame, 'grid place-items-center border border-dashed border-line')}>
        <ImageIcon aria-hidden className="size-5 text-muted" strokeWidth={1.5} />
      </div>
    )
  }
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-label={`Show the picture of scene ${number} large`}
      className={classNames(frame, 'cursor-default bg-surface transition-[filter] duration-150 hover:brightness-110')}
      onClick={() => onShow(chosen)}
    >
      <PictureImage picture={chosen} size="poster" isCropped className="size-full" />
    </button>
  )
}

interface CandidateProps {
  desk: PictureDesk
  picture: PictureCard
  name: string
  tabIndex: number
  /** For one that is not drawn: what became of it. */
  onShow: (picture: PictureCard) => void
}

function Candidate({ desk, picture, name, tabIndex, onShow }: CandidateProps) {
  const { status, isChosen } = picture
  const isDone = status === 'done'
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-label={name}
      aria-pressed={isChosen}
      className={classNames(
        'relative grid h-8 w-14 shrink-0 @max-[34rem]:h-6 @max-[34rem]:w-9 cursor-default place-items-center overflow-hidden rounded-[4px] bg-raised',
        isChosen ? 'shadow-[0_0_0_2px_var(--color-ember)]' : 'shadow-[0_0_0_1px_var(--color-line)]',
      )}
      onClick={() => (isDone ? void choosePicture(desk.store, picture) : onShow(picture))}
    >
      {isDone ? (
        <PictureImage picture={picture} size="poster" isCropped className="size-full" />
      ) : (
        <StateMark {...stateOf(picture)} />
      )}
      {isChosen && (
        <span className="absolute right-0.5 bottom-0.5 grid size-3.5 place-items-center rounded-full bg-ember text-on-ember">
          <Check aria-hidden className="size-2.5" strokeWidth={3.5} />
        </span>
      )}
    </button>
  )
}
