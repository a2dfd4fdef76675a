import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react'
import { usePlayer } from '#renderer/state/player.ts'
import { keepPlace, useLibraryView } from './library-view.ts'
import { findPlace, movePlace, type WallMove, type WallRow } from './wall-layout.ts'

const MOVES: Readonly<Record<string, WallMove>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'rowStart',
  End: 'rowEnd',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
}
const FAR_MOVES: Readonly<Record<string, WallMove>> = { Home: 'first', End: 'last' }

interface KeyOptions {
  container: RefObject<HTMLElement | null>
  rows: readonly WallRow[]
  rowsOfAPage: number
  /** Brings a row into view. */
  reveal: (row: number) => void
}

/** Moves the one tab stop of the wall; the place outlives the page. */
export function useWallKeys({ container, rows, rowsOfAPage, reveal }: KeyOptions): (event: KeyboardEvent) => void {
  const isMoving = useRef(false)

  // A row that was far away is there only after the next render.
  useEffect(() => {
    if (!isMoving.current) return
    const target = container.current?.querySelector<HTMLElement>('[data-current]')
    if (target === null || target === undefined) return
    isMoving.current = false
    target.focus({ preventScroll: true })
  })

  return (event) => {
    if (event.altKey || event.defaultPrevented || !(event.target instanceof Element)) return
    const hasMod = event.ctrlKey || event.metaKey
    const move = (hasMod ? FAR_MOVES : MOVES)[event.key]
    // Buttons beside the posters keep their own keys.
    if (move === undefined || !event.target.matches('[data-place]')) return
    event.preventDefault()
    const next = movePlace(rows, useLibraryView.getState().place, move, rowsOfAPage)
    if (next === null) return
    isMoving.current = true
    keepPlace(next)
    const found = findPlace(rows, next)
    if (found !== null) reveal(found.row)
  }
}

/** A key that begins a search; the space bar, and J K L while something plays, are the player's. */
export function beginsSearch({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || !/^\S$/u.test(key)) return false
  return usePlayer.getState().item === null || !/^[jkl]$/i.test(key)
}
