import { Check, Ellipsis, Maximize2, RefreshCw, Trash2 } from 'lucide-react'
import type { PictureCard } from '#shared/models/picture.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { classNames } from '#renderer/ui/class-names.ts'
import { ContextMenu, Menu, type MenuItem } from '#renderer/ui/menu.tsx'
import { choosePicture, drawAgain, retryPicture } from './picture-actions.ts'
import type { PictureDesk } from './picture-desk.ts'
import { PictureImage } from './picture-image.tsx'
import { Unfinished } from './picture-unfinished.tsx'
import { KIND_WORDS, nameOf, originOf } from './picture-words.ts'

interface PictureTileProps {
  desk: PictureDesk
  picture: PictureCard
  /** Its place in the order in which the candidates came. */
  number: number
  /** The one that the Tab key reaches. */
  isActive: boolean
  onShow: (picture: PictureCard) => void
  onRemove: (picture: PictureCard) => void
}

/** A candidate: a click or Enter makes it the one, a menu does the rest. */
export function PictureTile({ desk, picture, number, isActive, onShow, onRemove }: PictureTileProps) {
  const { store, styles } = desk
  const { status, isChosen } = picture
  const isDone = status === 'done'
  const items = menuOf(desk, picture, onShow, onRemove)
  return (
    <ContextMenu label={`Candidate ${number}`} items={items}>
      <li className="flex min-w-0 flex-col gap-1" data-tile={picture.id}>
        <button
          type="button"
          data-picture={picture.id}
          tabIndex={isActive ? 0 : -1}
          aria-label={nameOf(picture, number, styles)}
          aria-pressed={isChosen}
          aria-disabled={!isDone || undefined}
          className={classNames(
            'relative block w-full cursor-default overflow-hidden rounded-control bg-surface transition-[filter] duration-150 outline-offset-3!',
            KIND_WORDS[picture.kind].aspect,
            isChosen ? 'shadow-[0_0_0_2px_var(--color-ember)]' : 'shadow-[0_0_0_1px_var(--color-line)]',
            isDone && !isChosen && 'hover:brightness-110',
          )}
          onClick={() => void choosePicture(store, picture)}
          onDoubleClick={() => isDone && onShow(picture)}
        >
          {isDone ? (
            <PictureImage picture={picture} size="poster" className="size-full" />
          ) : (
            <Unfinished picture={picture} />
          )}
          {isChosen && (
            <span className="absolute top-1.5 right-1.5 grid size-5 place-items-center rounded-full bg-ember text-on-ember">
              <Check aria-hidden className="size-3.5" strokeWidth={3} />
            </span>
          )}
        </button>
        <div className="flex min-h-7 items-center gap-1.5 text-small">
          <span className={classNames('min-w-0 grow truncate', isChosen ? 'text-ember-strong' : 'text-muted')}>
            {isChosen ? 'Chosen · ' : ''}
            {originOf(picture, styles)}
          </span>
          {status === 'failed' && (
            <Button
              size="small"
              variant="quiet"
              tabIndex={isActive ? 0 : -1}
              onClick={() => void retryPicture(store, picture)}
            >
              Try again
            </Button>
          )}
          <Menu
            label={`Candidate ${number}`}
            align="end"
            trigger={
              <IconButton
                size="small"
                label={`More about candidate ${number}`}
                icon={Ellipsis}
                tabIndex={isActive ? 0 : -1}
              />
            }
            items={items}
          />
        </div>
      </li>
    </ContextMenu>
  )
}

function menuOf(
  { store }: PictureDesk,
  picture: PictureCard,
  onShow: (picture: PictureCard) => void,
  onRemove: (picture: PictureCard) => void,
): MenuItem[] {
  const isDone = picture.status === 'done'
  return [
    {
      label: 'Use this one',
      icon: Check,
      isDisabled: !isDone || picture.isChosen,
      onSelect: () => void choosePicture(store, picture),
    },
    { label: 'Compare large', icon: Maximize2, isDisabled: !isDone, onSelect: () => onShow(picture) },
    ...(picture.origin === 'drawn'
      ? [{ label: 'Another version', icon: RefreshCw, onSelect: () => void drawAgain(store, picture) }]
      : []),
    'separator',
    {
      label: 'Remove',
      icon: Trash2,
      shortcut: 'Del',
      isDangerous: true,
      isDisabled: picture.isChosen,
      hint: picture.isChosen ? 'Choose another one first' : undefined,
      onSelect: () => onRemove(picture),
    },
  ]
}
