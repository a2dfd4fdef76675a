import { useLayoutEffect, type RefObject } from 'react'
import { keepScroll, useLibraryView } from './library-view.ts'

/** Scrolls to where this view of the library was left, as soon as it is laid out; another view begins at the top. */
export function useScrollMemory(scroller: RefObject<HTMLElement | null>, isLaidOut: boolean): void {
  const turn = useLibraryView((view) => view.turn)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || !isLaidOut) return
    const { scroll } = useLibraryView.getState()
    element.scrollTo({ top: scroll.turn === turn ? scroll.topPx : 0 })
    return () => keepScroll(turn, element.scrollTop)
  }, [scroller, isLaidOut, turn])
}
