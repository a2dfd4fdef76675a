import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/react-virtual'
import { useLayoutEffect, useReducer, useState, type RefObject } from 'react'

type Options = VirtualizerOptions<HTMLDivElement, HTMLDivElement>
type LineOptions = Pick<Options, 'count' | 'estimateSize' | 'overscan'> &
  Partial<Pick<Options, 'getItemKey' | 'scrollMargin' | 'scrollPaddingStart'>> & {
    scroller: RefObject<HTMLDivElement | null>
    /** The line that has, or will have, the focus: it stays built even out of sight, so that the focus is not lost. */
    keptLine: number
  }

/** TanStack Virtual's virtualizer for lines of known heights; renders again only when others are to be built. */
export function useLineVirtualizer({ scroller, keptLine, ...lines }: LineOptions) {
  const [, render] = useReducer((renders: number) => renders + 1, 0)
  const options = {
    ...lines,
    getScrollElement: () => scroller.current,
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range)
      if (keptLine < 0 || keptLine >= range.count || inSight.includes(keptLine)) return inSight
      return [...inSight, keptLine].sort((a, b) => a - b)
    },
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
  } satisfies Options

  const [virtualizer] = useState(() => {
    let shown = ''
    return new Virtualizer<HTMLDivElement, HTMLDivElement>({
      ...options,
      onChange: ({ range }) => {
        const next = `${range?.startIndex ?? 0}–${range?.endIndex ?? 0}`
        if (next === shown) return
        shown = next
        render()
      },
    })
  })
  const { onChange } = virtualizer.options
  virtualizer.setOptions({ ...options, onChange })
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer])
  useLayoutEffect(() => virtualizer._willUpdate())
  return virtualizer
}
