export interface BackoffRange {
  firstMs: number
  maxMs: number
}

/** Doubles from `firstMs` with each failure, up to `maxMs`, give or take a quarter so that many do not come at once. */
export function backoffMs(failures: number, range: BackoffRange, random: () => number = Math.random): number {
  const ms = Math.min(range.maxMs, range.firstMs * 2 ** Math.min(failures, 30))
  return Math.round(ms * (0.75 + random() * 0.5))
}
