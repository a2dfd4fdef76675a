/** A server as the sharing of work sees it. */
export interface Lanes {
  /** Prompts at a time. */
  slots: number
  /** Prompts that it has already. */
  posted: number
  /** How long the oldest of them has been running. */
  runningMs: number
  jobMs: number
}

/**
 * How many of the jobs that wait are `own`'s, so that all of them end as early as possible.
 *
 * Each job in turn goes to the server that would be done with it first: near the end of the work a slow server leaves
 * the last jobs to a faster one.
 */
export function fairShare(own: Lanes, others: readonly Lanes[], waiting: number): number {
  const servers = [own, ...others].map((lanes) => ({ ...lanes }))
  let share = 0
  for (let job = 0; job < waiting; job++) {
    const next = servers.reduce((best, lanes) => (endMs(lanes) < endMs(best) ? lanes : best))
    next.posted++
    if (next === servers[0]) share++
  }
  return share
}

/** When one more job would be done; one that hangs is later and later. */
function endMs({ slots, posted, runningMs, jobMs }: Lanes): number {
  return (Math.floor(posted / slots) + 1) * jobMs + Math.max(0, runningMs - jobMs)
}
