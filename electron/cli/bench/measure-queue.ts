import { meteredJobs, meteredNode, type MeteredRun } from './bench-nodes.ts'
import { runQueueOnEngine } from './bench-queue.ts'
import { median, type Measurement } from './benchmark.ts'

/** A short chunk on a fast card, and a usual one. */
const PACES = [
  { promptMs: 100, prompts: 150, busyShare: 0.98 },
  { promptMs: 1000, prompts: 20, busyShare: 0.995 },
]
const TINY_JOBS = 400
const ROUNDS = 3
const JOBS_A_SECOND = 150

/**
 * How much of the time one server is busy: what the agent leaves idle is lost on a GPU.
 *
 * The time is that from the first prompt's start to the last one's end, on the server.
 */
export async function measureAgent(): Promise<Measurement[]> {
  const measurements: Measurement[] = []
  for (const { promptMs, prompts, busyShare } of PACES) {
    const { runs, wallMs: sinceAgentStartMs } = await runMetered(promptMs, prompts)
    const wallMs = (runs.at(-1)?.endMs ?? 0) - (runs[0]?.startMs ?? 0)
    const busyMs = runs.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
    const gapsMs = runs.slice(1).map(({ startMs }, index) => startMs - (runs[index]?.endMs ?? 0))
    measurements.push({
      benchmark: 'agent',
      name: `busy ÷ wall, prompts of ${promptMs} ms`,
      value: busyMs / wallMs,
      unit: '',
      target: { comparison: 'at least', value: busyShare },
      details: { prompts, busyMs, wallMs, sinceAgentStartMs, medianGapMs: median(gapsMs) },
    })
  }
  return measurements
}

/** Jobs a second when a prompt costs nothing, through database, HTTP, socket and files: the best of three rounds. */
export async function measureQueue(): Promise<Measurement[]> {
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push((await runMetered(0, TINY_JOBS)).wallMs)
  const wallMs = Math.min(...rounds)
  return [
    {
      benchmark: 'queue',
      name: 'jobs a second',
      value: (TINY_JOBS * 1000) / wallMs,
      unit: 'jobs/s',
      target: { comparison: 'at least', value: JOBS_A_SECOND },
      details: { jobs: TINY_JOBS, rounds: ROUNDS, wallMs, medianWallMs: median(rounds) },
    },
  ]
}

async function runMetered(promptMs: number, prompts: number): Promise<{ wallMs: number; runs: MeteredRun[] }> {
  const runs: MeteredRun[] = []
  const node = meteredNode(promptMs, (run) => runs.push(run))
  const { wallMs } = await runQueueOnEngine(meteredJobs(prompts), { lanes: 1, extraNodes: [node] })
  return { wallMs, runs }
}
