import type { UpTime } from './farm-server.ts'

/** How fast a server is, and when it was there. */
export interface Capacity {
  promptsPerMs: number
  upTimes: readonly UpTime[]
}

/**
 * How long the work takes at best: the end of the shortest time in which the servers together could render all prompts.
 *
 * That is the T with Σ promptsPerMs × (time that the server was there between `startMs` and `startMs` + T) = `prompts`. It knows
 * no last prompt that others wait for, and counts what a killed server had half done as work.
 */
export function idealMs(servers: readonly Capacity[], prompts: number, startMs: number): number {
  const moments = servers.flatMap(({ upTimes }) => upTimes.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))
  const ends = [...moments.filter((ms) => ms > startMs).sort((a, b) => a - b), Infinity]
  let left = prompts
  let fromMs = startMs
  for (const toMs of ends) {
    const rate = servers.reduce((sum, server) => sum + (isUp(server, fromMs) ? server.promptsPerMs : 0), 0)
    if (rate * (toMs - fromMs) >= left) return fromMs + left / rate - startMs
    left -= rate * (toMs - fromMs)
    fromMs = toMs
  }
  return Infinity
}

function isUp({ upTimes }: Capacity, atMs: number): boolean {
  return upTimes.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)
}
