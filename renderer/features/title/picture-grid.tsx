import { useLayoutEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react'
import type { PictureCard } from '#shared/models/picture.ts'
import { removePicture } from './picture-actions.ts'
import type { PictureDesk } from './picture-desk.ts'
import { PictureTile } from './picture-tile.tsx'

interface PictureGridProps {
  label: string
  desk: PictureDesk
  /** The latest first. */
  pictures: readonly PictureCard[]
  narrowestPx: number
  onShow: (picture: PictureCard) => void
}

/** Candidates side by side: one tab stop, arrows move, Enter chooses, Delete sets aside. */
export function PictureGrid({ label, desk, pictures, narrowestPx, onShow }: PictureGridProps) {
  const list = useRef<HTMLUListElement>(null)
  const [activeId, setActiveId] = useState<number | null>(null)
  const active = pictures.find(({ id }) => id === activeId) ?? pictures.find(({ isChosen }) => isChosen) ?? pictures[0]
  const tiles = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-picture]') ?? [])]

  // What was removed had the focus: its neighbour takes it.
  const heir = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (heir.current === null) return
    list.current?.querySelector<HTMLElement>(`[data-picture="${heir.current}"]`)?.focus()
    heir.current = null
  }, [pictures])

  const remove = (picture: PictureCard) => {
    if (picture.isChosen) return
    const place = pictures.indexOf(picture)
    heir.current = (pictures[place + 1] ?? pictures[place - 1])?.id ?? null
    void removePicture(desk.store, picture)
  }
  const pressKey = (event: KeyboardEvent) => {
    if (event.altKey || event.defaultPrevented || !(event.target instanceof HTMLElement)) return
    const all = tiles()
    const at = all.indexOf(event.target)
    if (at === -1) return
    const target = targetOf(event.key, at, all)
    if (target !== null) {
      event.preventDefault()
      all[target]?.focus()
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      const picture = pictures[at]
      if (picture !== undefined) remove(picture)
    }
  }
  const noteFocus = (event: FocusEvent) => {
    const tile = event.target.closest<HTMLElement>('[data-tile]')
    if (tile !== null) setActiveId(Number(tile.dataset['tile']))
  }

  return (
    <ul
      ref={list}
      aria-label={label}
      className="grid gap-x-4 gap-y-3"
      style={{ gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${narrowestPx}px), 1fr))` }}
      onKeyDown={pressKey}
      onFocus={noteFocus}
    >
      {pictures.map((picture, index) => (
        <PictureTile
          key={picture.id}
          desk={desk}
          picture={picture}
          number={pictures.length - index}
          isActive={picture === active}
          onShow={onShow}
          onRemove={remove}
        />
      ))}
    </ul>
  )
}

/** Where a key leads among tiles in rows; null when it leads nowhere. */
function targetOf(key: string, at: number, tiles: readonly HTMLElement[]): number | null {
  const topOf = (index: number) => tiles[index]?.getBoundingClientRect().top
  const columns = tiles.filter((_tile, index) => topOf(index) === topOf(0)).length
  const within = (index: number) => Math.max(0, Math.min(tiles.length - 1, index))
  switch (key) {
    case 'ArrowRight':
      return within(at + 1)
    case 'ArrowLeft':
      return within(at - 1)
    case 'ArrowDown':
      return within(at + columns)
    case 'ArrowUp':
      return at < columns ? at : at - columns
    case 'Home':
      return 0
    case 'End':
      return tiles.length - 1
    default:
      return null
  }
}
