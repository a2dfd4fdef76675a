import {
  useLayoutEffect,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react'

interface RovingOptions {
  scroller: RefObject<HTMLDivElement | null>
  count: number
  /** Items beside each other; one in a list. */
  columns: number
  /** How many lines a page is. */
  pageLines: () => number
  onActivate: ((index: number) => void) | undefined
}

const OWN_KEYS = 'input, textarea, select, [role="slider"], [role="combobox"]'
const CONTROLS = `a, button, summary, label, ${OWN_KEYS}`

function indexAt(target: EventTarget): number | null {
  const item = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
  return item === null ? null : Number(item.dataset.index)
}

/** One tab stop for many items: arrows, Home, End and page keys move it, Enter and a click act on it. */
export function useRovingFocus({ scroller, count, columns, pageLines, onActivate }: RovingOptions) {
  const [active, setActive] = useState(0)
  const isMoving = useRef(false)
  const index = Math.min(active, Math.max(0, count - 1))

  useLayoutEffect(() => {
    if (!isMoving.current) return
    const item = scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)
    if (item === undefined || item === null) return
    isMoving.current = false
    item.focus({ preventScroll: true })
  })

  const moveTo = (next: number): number | null => {
    const within = Math.max(0, Math.min(count - 1, next))
    if (count === 0 || within === index) return null
    isMoving.current = true
    setActive(within)
    return within
  }

  /** Where a key leads; null when it is none of ours. */
  const targetOf = (key: string, hasMod: boolean): number | null => {
    const column = index % columns
    switch (key) {
      case 'ArrowDown':
        return index + columns < count ? index + columns : index
      case 'ArrowUp':
        return index >= columns ? index - columns : index
      case 'ArrowRight':
        return columns > 1 ? index + 1 : null
      case 'ArrowLeft':
        return columns > 1 ? index - 1 : null
      case 'Home':
        return columns > 1 && !hasMod ? index - column : 0
      case 'End':
        return columns > 1 && !hasMod ? index - column + columns - 1 : count - 1
      case 'PageDown':
        return index + pageLines() * columns
      case 'PageUp':
        return index - pageLines() * columns
      default:
        return null
    }
  }

  return {
    active: index,
    setActive,
    handlers: (scrollTo: (index: number) => void) => ({
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        if (event.defaultPrevented || event.altKey || !(event.target instanceof Element)) return
        if (event.target.matches(OWN_KEYS)) return
        const isOnItem = event.target.matches('[data-index]')
        if (event.key === 'Enter' && isOnItem && onActivate !== undefined) {
          event.preventDefault()
          onActivate(index)
          return
        }
        const target = targetOf(event.key, event.ctrlKey || event.metaKey)
        if (target === null) return
        event.preventDefault()
        const next = moveTo(target)
        if (next !== null) scrollTo(next)
      },
      onFocus: (event: FocusEvent<HTMLElement>) => {
        const focused = indexAt(event.target)
        if (focused !== null) setActive(focused)
      },
      onClick: (event: MouseEvent<HTMLElement>) => {
        const clicked = indexAt(event.target)
        if (clicked === null || onActivate === undefined) return
        if (event.target instanceof Element && event.target.closest(CONTROLS) === null) onActivate(clicked)
      },
    }),
  }
}
