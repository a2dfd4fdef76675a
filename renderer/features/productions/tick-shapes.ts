import type { ChunkTick } from '#shared/models/production-card.ts'

export const STRIP_HEIGHT_PX = 20
const TICK_HEIGHT = 14
/** Wide enough for a gap between two ticks. */
const GAP_FROM_PX = 3
const WIDEST_PX = 8
/** A failed passage is seen even where the others are hairlines. */
const FAILED_PX = 3

/** One width for the ticks of all chapters, so that a longer row is a longer chapter and the longest one fits. */
export function pitchFor(longestChapter: number, widthPx: number): number {
  const fitting = widthPx / Math.max(1, longestChapter)
  return Math.min(WIDEST_PX, fitting < GAP_FROM_PX ? fitting : Math.floor(fitting))
}

/** What a tick looks like; each has a shape of its own, for those who do not tell the colours apart. */
type TickShape = 'pending' | 'running' | 'done' | 'redone' | 'failed'

export function shapeOf({ status, isRedone }: Pick<ChunkTick, 'status' | 'isRedone'>): TickShape {
  return status === 'done' && isRedone ? 'redone' : status
}

/** One SVG path a shape, for the whole chapter. */
export function tickPaths(ticks: readonly ChunkTick[], pitchPx: number): Partial<Record<TickShape, string>> {
  const paths: Partial<Record<TickShape, string>> = {}
  const width = pitchPx >= GAP_FROM_PX ? pitchPx - 1 : pitchPx
  ticks.forEach((tick, place) => {
    const shape = shapeOf(tick)
    paths[shape] = (paths[shape] ?? '') + drawTick(shape, place * pitchPx, width)
  })
  return paths
}

function drawTick(shape: TickShape, x: number, width: number): string {
  const top = (STRIP_HEIGHT_PX - TICK_HEIGHT) / 2
  const box = (from: number, height: number, boxWidth = width): string =>
    `M${round(x)} ${top + from}h${round(boxWidth)}v${height}h${round(-boxWidth)}z`
  switch (shape) {
    case 'pending':
      return box(5, 4)
    case 'running':
      return box(2, 10)
    case 'done':
      return box(0, TICK_HEIGHT)
    case 'redone':
      return box(0, 3) + box(5, 9)
    case 'failed':
      return box(-3, 8, Math.max(FAILED_PX, width)) + box(9, 8, Math.max(FAILED_PX, width))
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
