import { useLayoutEffect, type RefObject } from 'react'
import { useLineVirtualizer } from './use-line-virtualizer.ts'

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
  const virtualizer = useLineVirtualizer({
    scroller,
    keptLine,
    count,
    estimateSize: () => linePx,
    scrollMargin: headerPx,
    scrollPaddingStart: headerPx,
    overscan: OVERSCAN,
  })
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
