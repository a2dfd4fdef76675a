import type { AgentLimits } from '../agent.ts'

/** The agent's own times, a hundred times faster: five minutes of loss are three seconds. */
const SCALE = 100

/** Between two looks, as configured by default. */
export const POLL_MS = 1000 / SCALE

export const LIMITS: Partial<AgentLimits> = {
  lostAfterMs: 2000 / SCALE,
  goneAfterMs: 120_000 / SCALE,
  refusedAfterMs: 3000 / SCALE,
  healthMs: 5000 / SCALE,
  cancelGraceMs: 30_000 / SCALE,
  answerMs: 60_000 / SCALE,
  pingMs: 15_000 / SCALE,
  leaseMs: 60_000 / SCALE,
  reconnect: { firstMs: 500 / SCALE, maxMs: 2000 / SCALE },
  retry: { firstMs: 2000 / SCALE, maxMs: 300_000 / SCALE },
}
