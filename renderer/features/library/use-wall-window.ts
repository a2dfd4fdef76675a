import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useReducer, useState, type RefObject } from 'react'
import { useScrollMemory } from './use-scroll-memory.ts'

/** Rows built beyond each edge, so that covers are there before they are seen. */
const OVERSCAN = 2

interface WindowOptions {
  scroller: RefObject<HTMLDivElement | null>
  /** Another array when any height is another one. */
  heightsPx: readonly number[]
  /** Stays built even out of sight, so that the focus is not lost. */
  keptRow: number
}

/** Which rows of unequal but known heights are to be built, by TanStack Virtual; the library's scroll outlives the page. */
export function useWallWindow({ scroller, heightsPx, keptRow }: WindowOptions) {
  const [, render] = useReducer((renders: number) => renders + 1, 0)
  // The virtualizer asks for heights again when its keys are others: in the same render, not after it.
  const getItemKey = useMemo(() => keysOf(heightsPx), [heightsPx])
  const options = {
    count: heightsPx.length,
    estimateSize: (index) => heightsPx[index] ?? 0,
    getItemKey,
    getScrollElement: () => scroller.current,
    overscan: OVERSCAN,
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range)
      if (keptRow < 0 || keptRow >= range.count || rows.includes(keptRow)) return rows
      return [...rows, keptRow].sort((a, b) => a - b)
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
  useScrollMemory(scroller, heightsPx.length > 0)

  return {
    rows: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, topPx: start })),
    totalPx: virtualizer.getTotalSize(),
    reveal: (row: number) => virtualizer.scrollToIndex(row, { align: 'auto' }),
  }
}

function keysOf(heightsPx: readonly number[]): (index: number) => string {
  return (index) => `${index} ${heightsPx[index] ?? 0}`
}
