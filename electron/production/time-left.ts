import type { RenderStatistics } from '#shared/models/queue-state.ts'

/** Fewer say little: a book begins with short passages. */
const FEWEST_MEASURED = 5

/**
 * How long the servers need for what waits, all of them together; null when nothing waits or too little was measured.
 *
 * A workflow that nobody has rendered yet is taken to be as fast as the others are on the whole.
 */
export function timeLeftMs(
  waiting: readonly { workflowId: string; jobs: number }[],
  measured: readonly RenderStatistics[],
): number | null {
  const overall = jobsPerMs(measured)
  const jobsMeasured = measured.reduce((sum, { jobsDone }) => sum + jobsDone, 0)
  if (jobsMeasured < FEWEST_MEASURED || overall === 0 || !waiting.some(({ jobs }) => jobs > 0)) return null
  return waiting.reduce((sum, { workflowId, jobs }) => {
    const own = jobsPerMs(measured.filter((row) => row.workflowId === workflowId))
    return sum + jobs / (own === 0 ? overall : own)
  }, 0)
}

/** What all servers do together: each renders one job at a time. */
function jobsPerMs(measured: readonly RenderStatistics[]): number {
  const servers = new Map<string, { jobs: number; ms: number }>()
  for (const { serverName, jobsDone, renderMs } of measured) {
    const { jobs, ms } = servers.get(serverName) ?? { jobs: 0, ms: 0 }
    servers.set(serverName, { jobs: jobs + jobsDone, ms: ms + renderMs })
  }
  return [...servers.values()].reduce((sum, { jobs, ms }) => sum + (ms === 0 ? 0 : jobs / ms), 0)
}
