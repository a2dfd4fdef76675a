import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/react-virtual'
import { useLayoutEffect, useReducer, useState, type RefObject } from 'react'

interface LinesOptions {
  scroller: RefObject<HTMLDivElement | null>
  count: number
  linePx: number
  /** The height of what sticks to the top of the scroller. */
  headerPx: number
  /** The line that has, or will have, the focus: it stays built even out of sight, so that the focus is not lost. */
  keptLine: number
}

/** Lines built beyond each edge, so that a quick turn of the wheel meets no empty space. */
const OVERSCAN = 8

/** Which lines of equal height are to be built, by TanStack Virtual; renders again only when they are others. */
export function useVirtualLines({ scroller, count, linePx, headerPx, keptLine }: LinesOptions) {
  const [, render] = useReducer((renders: number) => renders + 1, 0)
  const options = {
    count,
    estimateSize: () => linePx,
    getScrollElement: () => scroller.current,
    scrollMargin: headerPx,
    scrollPaddingStart: headerPx,
    overscan: OVERSCAN,
    rangeExtractor: (range) => {
      const lines = defaultRangeExtractor(range)
      if (keptLine >= count || lines.includes(keptLine)) return lines
      return [...lines, keptLine].sort((a, b) => a - b)
    },
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
  } satisfies VirtualizerOptions<HTMLDivElement, HTMLDivElement>

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
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, linePx])

  return {
    lines: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, topPx: start - headerPx })),
    first: virtualizer.range?.startIndex ?? 0,
    last: virtualizer.range?.endIndex ?? 0,
    totalPx: virtualizer.getTotalSize(),
    scrollTo: (line: number, align: 'auto' | 'start' | 'center' | 'end' = 'auto') =>
      virtualizer.scrollToIndex(line, { align }),
  }
}
