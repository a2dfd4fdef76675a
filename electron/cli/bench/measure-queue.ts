import { meteredNode } from './bench-nodes.ts'
import { runQueue } from './bench-queue.ts'
import { median, type Measurement } from './benchmark.ts'

const PROMPT_MS = 100
const PROMPTS = 50
const TINY_JOBS = 400
const ROUNDS = 3
const BUSY_SHARE = 0.97
const JOBS_A_SECOND = 150

/** How much of the time a server with prompts of 100 ms is busy: what the agent leaves idle is lost on a GPU. */
export async function measureAgent(): Promise<Measurement[]> {
  const { wallMs, busyMs } = await runMetered(PROMPT_MS, PROMPTS)
  return [
    {
      benchmark: 'agent',
      name: 'busy time ÷ wall time',
      value: busyMs / wallMs,
      unit: '',
      target: { comparison: 'at least', value: BUSY_SHARE },
      details: { prompts: PROMPTS, promptMs: PROMPT_MS, busyMs, wallMs },
    },
  ]
}

/** Jobs a second when a prompt costs nothing, through database, HTTP, socket and files: the best of three rounds. */
export async function measureQueue(): Promise<Measurement[]> {
  const rounds: { wallMs: number; busyMs: number }[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(await runMetered(0, TINY_JOBS))
  const wallMs = Math.min(...rounds.map((round) => round.wallMs))
  const medianWallMs = median(rounds.map((round) => round.wallMs))
  return [
    {
      benchmark: 'queue',
      name: 'jobs a second',
      value: (TINY_JOBS * 1000) / wallMs,
      unit: 'jobs/s',
      target: { comparison: 'at least', value: JOBS_A_SECOND },
      details: { jobs: TINY_JOBS, rounds: ROUNDS, wallMs, medianWallMs },
    },
  ]
}

async function runMetered(promptMs: number, prompts: number): Promise<{ wallMs: number; busyMs: number }> {
  const { node, busyMs } = meteredNode('BenchOutput', promptMs)
  const { wallMs } = await runQueue({
    jobType: 'AUDIO',
    graph: { '1': { class_type: node.name, inputs: { seed: 0, filename_prefix: 'bench' } } },
    mapping: { seed: { node: '1', input: 'seed' } },
    inputs: Array.from({ length: prompts }, (_, seed) => ({ seed })),
    extraNodes: [node],
    lanes: 1,
  })
  return { wallMs, busyMs: busyMs() }
}
