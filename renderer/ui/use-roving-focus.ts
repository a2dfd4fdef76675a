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
  /** How many rows a page is. */
  pageRows: () => number
  onActivate: ((index: number) => void) | undefined
}

const OWN_KEYS = 'input, textarea, select, [role="slider"], [role="combobox"]'
const CONTROLS = `a, button, summary, label, ${OWN_KEYS}`

function indexAt(target: EventTarget): number | null {
  const item = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
  return item === null ? null : Number(item.dataset.index)
}

/** One tab stop for many rows: arrows, Home, End and page keys move it, Enter and a click act on it. */
export function useRovingFocus({ scroller, count, pageRows, onActivate }: RovingOptions) {
  const [active, setActive] = useState(0)
  const isMoving = useRef(false)
  const index = Math.min(active, Math.max(0, count - 1))

  const focusRow = (wanted: number): void => {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${wanted}"]`)
    isMoving.current = row === undefined || row === null
    row?.focus({ preventScroll: true })
  }
  useLayoutEffect(() => {
    if (isMoving.current) focusRow(index)
  })
  /** Brings the focus to a row, as soon as it is built. */
  const moveTo = (next: number): void => {
    setActive(next)
    if (next === index) focusRow(next)
    else isMoving.current = true
  }

  /** Where a key leads; null when it is none of ours. */
  const targetOf = (key: string): number | null => {
    switch (key) {
      case 'ArrowDown':
        return index + 1
      case 'ArrowUp':
        return index - 1
      case 'Home':
        return 0
      case 'End':
        return count - 1
      case 'PageDown':
        return index + pageRows()
      case 'PageUp':
        return index - pageRows()
      default:
        return null
    }
  }

  return {
    active: index,
    moveTo,
    handlers: (scrollTo: (index: number) => void) => ({
      onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
        if (event.defaultPrevented || event.altKey || !(event.target instanceof Element)) return
        if (event.target.matches(OWN_KEYS)) return
        if (event.key === 'Enter' && event.target.matches('[data-index]') && onActivate !== undefined) {
          event.preventDefault()
          onActivate(index)
          return
        }
        const target = targetOf(event.key)
        if (target === null || count === 0) return
        event.preventDefault()
        const next = Math.max(0, Math.min(count - 1, target))
        if (next !== index) moveTo(next)
        scrollTo(next)
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
