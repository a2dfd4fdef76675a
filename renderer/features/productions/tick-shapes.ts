import type { ChunkTick } from '#shared/models/production-card.ts'

export const STRIP_HEIGHT_PX = 20
const TICK_HEIGHT_PX = 14
/** Narrower ticks stand without a gap between them. */
const GAP_FROM_PX = 2
const WIDEST_PX = 10
/** A failed passage is seen even where the others are hairlines. */
const FAILED_PX = 3

/** One width for the ticks of all chapters, so that a longer row is a longer chapter and the longest one fits. */
export function pitchFor(longestChapter: number, widthPx: number): number {
  const fitting = widthPx / Math.max(1, longestChapter)
  return Math.min(WIDEST_PX, fitting > GAP_FROM_PX + 1 ? Math.floor(fitting) : fitting)
}

/** What a tick looks like; each has a shape of its own, for those who do not tell the colours apart. */
type TickShape = 'pending' | 'running' | 'done' | 'redone' | 'failed'

export function shapeOf({ status, isRedone }: Pick<ChunkTick, 'status' | 'isRedone'>): TickShape {
  return status === 'done' && isRedone ? 'redone' : status
}

/** One SVG path a shape, for the whole chapter; edges lie on whole pixels, so that thin ticks stay sharp. */
export function tickPaths(ticks: readonly ChunkTick[], pitchPx: number): Partial<Record<TickShape, string>> {
  const paths: Partial<Record<TickShape, string>> = {}
  const gapPx = pitchPx >= GAP_FROM_PX ? 1 : 0
  ticks.forEach((tick, place) => {
    const shape = shapeOf(tick)
    const x = Math.round(place * pitchPx)
    const width = Math.max(1, Math.round((place + 1) * pitchPx) - x - gapPx)
    paths[shape] = (paths[shape] ?? '') + drawTick(shape, x, width)
  })
  return paths
}

function drawTick(shape: TickShape, x: number, width: number): string {
  const top = (STRIP_HEIGHT_PX - TICK_HEIGHT_PX) / 2
  const box = (from: number, height: number, boxWidth = width): string =>
    `M${x} ${top + from}h${boxWidth}v${height}h${-boxWidth}z`
  switch (shape) {
    case 'pending':
      return box(5, 4)
    case 'running':
      return box(2, 10)
    case 'done':
      return box(0, TICK_HEIGHT_PX)
    case 'redone':
      return box(0, 3) + box(5, 9)
    case 'failed':
      return box(-3, 8, Math.max(FAILED_PX, width)) + box(9, 8, Math.max(FAILED_PX, width))
  }
}
