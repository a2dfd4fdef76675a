import { Check, ChevronLeft, ChevronRight, RefreshCw, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { PictureCard } from '#shared/models/picture.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { classNames } from '#renderer/ui/class-names.ts'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { Disclosure } from '#renderer/ui/disclosure.tsx'
import { Facts } from '#renderer/ui/facts.tsx'
import { RelativeTime } from '#renderer/ui/relative-time.tsx'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { choosePicture, drawAgain, removePicture, retryPicture } from './picture-actions.ts'
import type { PictureDesk } from './picture-desk.ts'
import { PictureImage } from './picture-image.tsx'
import { Unfinished } from './picture-unfinished.tsx'
import { nameOf, originOf, sizeOf, stateOf } from './picture-words.ts'

interface PictureCompareProps {
  desk: PictureDesk
  title: string
  /** The words that a scene illustrates. */
  excerpt?: string | null
  /** Of one place, the latest first. */
  pictures: readonly PictureCard[]
  firstId: number
  onClose: () => void
}

/** One candidate after the other at the same place, as large as the window allows: the eye sees what differs. */
export function PictureCompare({ desk, title, excerpt = null, pictures, firstId, onClose }: PictureCompareProps) {
  const [shownId, setShownId] = useState(firstId)
  const found = pictures.findIndex(({ id }) => id === shownId)
  const place = Math.max(0, found)
  const shown = pictures[place]
  const isGone = shown === undefined
  useEffect(() => {
    if (isGone) onClose()
  }, [isGone, onClose])
  if (shown === undefined) return null
  const isDone = shown.status === 'done'

  // A button that is switched off would drop the focus, and the keys with it: at the ends they stay and do nothing.
  const go = (index: number) => setShownId(pictures[Math.max(0, Math.min(pictures.length - 1, index))]?.id ?? shownId)
  const remove = (picture: PictureCard) => {
    const neighbour = pictures[place + 1] ?? pictures[place - 1]
    if (neighbour !== undefined) setShownId(neighbour.id)
    void removePicture(desk.store, picture)
  }
  const again = () => void (shown.status === 'failed' ? retryPicture : drawAgain)(desk.store, shown)
  const choose = () => void choosePicture(desk.store, shown)
  const pressKey = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: place - 1,
      ArrowRight: place + 1,
      Home: 0,
      End: pictures.length - 1,
    }
    const target = steps[event.key]
    if (target !== undefined) {
      event.preventDefault()
      go(target)
    } else if (event.key === 'Enter' && !(event.target instanceof Element && event.target.closest('button, summary'))) {
      choose()
    }
  }

  return (
    <div className="contents" onKeyDown={pressKey}>
      <Dialog
        isOpen
        onClose={onClose}
        size="huge"
        title={title}
        description={
          <>
            {excerpt !== null && <p className="line-clamp-2 font-serif">{excerpt}</p>}
            <span aria-live="polite">
              {place + 1} of {pictures.length} · {originOf(shown, desk.styles)}
              {shown.isChosen ? ' · chosen' : ''}
            </span>
          </>
        }
        footer={
          <>
            <span className="mr-auto flex gap-2">
              {!shown.isChosen && (
                <Button variant="quiet" icon={Trash2} onClick={() => remove(shown)}>
                  Remove
                </Button>
              )}
              {shown.origin === 'drawn' && (
                <Button variant="quiet" icon={RefreshCw} onClick={again}>
                  {shown.status === 'failed' ? 'Try again' : 'Another version'}
                </Button>
              )}
            </span>
            <Button
              variant="primary"
              icon={Check}
              aria-disabled={shown.isChosen || !isDone || undefined}
              onClick={choose}
            >
              {shown.isChosen ? 'Chosen' : 'Use this one'}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3">
          <div className="relative h-[min(56vh,44rem)] overflow-hidden rounded-card bg-canvas">
            {isDone ? (
              <PictureImage key={shown.id} picture={shown} size="full" className="absolute inset-0 size-full" />
            ) : (
              <Unfinished picture={shown} />
            )}
            {pictures.length > 1 && (
              <>
                <Turn
                  label="Previous"
                  icon={ChevronLeft}
                  side="left-2"
                  isEnd={place === 0}
                  onClick={() => go(place - 1)}
                />
                <Turn
                  label="Next"
                  icon={ChevronRight}
                  side="right-2"
                  isEnd={place === pictures.length - 1}
                  onClick={() => go(place + 1)}
                />
              </>
            )}
          </div>
          {pictures.length > 1 && <Filmstrip desk={desk} pictures={pictures} shown={shown} onPick={setShownId} />}
          <Disclosure summary="How it was made">
            <Facts facts={factsOf(shown, desk)} />
          </Disclosure>
        </div>
      </Dialog>
    </div>
  )
}

interface TurnProps {
  label: string
  icon: typeof ChevronLeft
  side: string
  isEnd: boolean
  onClick: () => void
}

function Turn({ label, icon, side, isEnd, onClick }: TurnProps) {
  return (
    <span className={classNames('absolute top-1/2 -translate-y-1/2', side)}>
      <IconButton label={label} icon={icon} variant="secondary" aria-disabled={isEnd || undefined} onClick={onClick} />
    </span>
  )
}

interface FilmstripProps {
  desk: PictureDesk
  pictures: readonly PictureCard[]
  shown: PictureCard
  onPick: (id: number) => void
}

/** All candidates small; the arrow keys of the dialog go along it. */
function Filmstrip({ desk, pictures, shown, onPick }: FilmstripProps) {
  const current = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [shown.id])
  return (
    <ul aria-label="Candidates" className="relative flex gap-2 overflow-x-auto p-1">
      {pictures.map((picture, index) => {
        const isShown = picture.id === shown.id
        return (
          <li key={picture.id} className="shrink-0">
            <button
              ref={isShown ? current : null}
              type="button"
              tabIndex={isShown ? 0 : -1}
              aria-label={nameOf(picture, pictures.length - index, desk.styles)}
              aria-current={isShown || undefined}
              className={classNames(
                'relative grid h-14 cursor-default place-items-center overflow-hidden rounded-control bg-canvas',
                picture.kind === 'cover' ? 'w-14' : 'w-25',
                isShown ? 'shadow-[0_0_0_2px_var(--color-text)]' : 'opacity-70 hover:opacity-100',
              )}
              onClick={() => onPick(picture.id)}
            >
              {picture.status === 'done' ? (
                <PictureImage picture={picture} size="poster" isCropped className="size-full" />
              ) : (
                <StateMark {...stateOf(picture)} />
              )}
              {picture.isChosen && (
                <span className="absolute right-1 bottom-1 grid size-4 place-items-center rounded-full bg-ember text-on-ember">
                  <Check aria-hidden className="size-3" strokeWidth={3} />
                </span>
              )}
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function factsOf(picture: PictureCard, { styles }: PictureDesk) {
  const { prompt, workflowLabel, seed, createdAt } = picture
  const facts = [
    { label: 'Made', value: <RelativeTime at={createdAt} /> },
    { label: 'Size', value: sizeOf(picture) },
    { label: picture.origin === 'drawn' ? 'Style' : 'Origin', value: originOf(picture, styles) },
    { label: 'Workflow', value: workflowLabel },
    { label: 'Prompt', value: prompt },
    { label: 'Seed', value: seed },
  ]
  return facts.filter(({ value }) => value !== null)
}
