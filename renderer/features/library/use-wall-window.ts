import { useMemo, type RefObject } from 'react'
import { useLineVirtualizer } from '#renderer/ui/use-line-virtualizer.ts'
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
  // The virtualizer asks for heights again when its keys are others: in the same render, not after it.
  const getItemKey = useMemo(() => keysOf(heightsPx), [heightsPx])
  const virtualizer = useLineVirtualizer({
    scroller,
    keptLine: keptRow,
    count: heightsPx.length,
    estimateSize: (index) => heightsPx[index] ?? 0,
    getItemKey,
    overscan: OVERSCAN,
  })
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
