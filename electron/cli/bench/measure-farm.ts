import { meteredJobs } from './bench-nodes.ts'
import { inTemporaryFolder, runQueue } from './bench-queue.ts'
import type { Measurement } from './benchmark.ts'
import { idealMs, type Capacity } from './farm-ideal.ts'
import { FarmServer } from './farm-server.ts'

const JOBS = 1000
/** Three servers of different speed: 1×, 2× and 4×. */
const PROMPT_MS = { slow: 200, middle: 100, fast: 50 }
/** Jobs that are done when the fast server is killed, when it is started again, and when the middle one is killed for good. */
const FAST_KILLED = 300
const FAST_BACK = 450
const MIDDLE_KILLED = 700
const TIMES_IDEAL = 1.08

/**
 * A thousand chunks over three servers, one killed and started again on the way and another killed for good.
 *
 * The time, from the agent's start to the last row that is done, is set against `idealMs` for the capacity that was really there.
 */
export function measureFarm(): Promise<Measurement[]> {
  return inTemporaryFolder(async (folder) => {
    const [slow, middle, fast] = [
      new FarmServer('slow', PROMPT_MS.slow, folder),
      new FarmServer('middle', PROMPT_MS.middle, folder),
      new FarmServer('fast', PROMPT_MS.fast, folder),
    ]
    const servers = [slow, middle, fast]
    try {
      await Promise.all(servers.map((server) => server.start()))
      return await measure(servers, {
        [FAST_KILLED]: () => fast.kill(),
        [FAST_BACK]: () => fast.start(),
        [MIDDLE_KILLED]: () => middle.kill(),
      })
    } finally {
      await Promise.all(servers.map((server) => server.kill()))
    }
  })
}

async function measure(
  servers: readonly FarmServer[],
  events: Readonly<Record<number, () => Promise<void>>>,
): Promise<Measurement[]> {
  const homeAtMs = new Map<number, number>()
  const happened: Promise<void>[] = []
  const { startMs, wallMs } = await runQueue({
    ...meteredJobs(JOBS),
    servers: servers.map(({ name, url }) => ({ name, url, slots: 1 })),
    onDone: (doneJobs, { seed }) => {
      homeAtMs.set(Number(seed), performance.now())
      const event = events[doneJobs]
      if (event) happened.push(event())
    },
  })
  await Promise.all(happened)
  const bestMs = idealMs(servers.map(capacityOf), JOBS, startMs)
  const endMs = startMs + wallMs
  const idleMs = servers.map((server) => [`${server.name}IdleMs`, idleWhileUp(server, startMs, endMs)] as const)
  const { renders, lost, again } = countRenders(servers, homeAtMs)
  return [
    {
      benchmark: 'farm',
      name: 'time ÷ ideal, three servers, two killed',
      value: wallMs / bestMs,
      unit: '×',
      target: { comparison: 'at most', value: TIMES_IDEAL },
      details: { jobs: JOBS, wallMs, idealMs: bestMs, ...Object.fromEntries(idleMs) },
    },
    {
      benchmark: 'farm',
      name: 'rendered again although nothing was lost',
      value: again,
      unit: 'prompts',
      target: { comparison: 'at most', value: 0 },
      details: { done: homeAtMs.size, renders, diedWithTheirServer: lost },
    },
  ]
}

function capacityOf({ runs, upTimes }: FarmServer): Capacity {
  return { promptsPerMs: runs.length / sum(runs.map(({ busyMs }) => busyMs)), upTimes }
}

/** How long a server was there and rendered nothing. */
function idleWhileUp({ runs, upTimes }: FarmServer, startMs: number, endMs: number): number {
  const upMs = upTimes.map(({ fromMs, toMs }) => Math.min(toMs, endMs) - Math.max(fromMs, startMs))
  const busyMs = runs.map((run) => run.busyMs)
  return sum(upMs) - sum(busyMs)
}

/** A result that was made and not home when its server was killed is lost; `again` counts renders beyond one without such a loss. */
function countRenders(servers: readonly FarmServer[], homeAtMs: ReadonlyMap<number, number>) {
  const kept = new Map<number, number>()
  let lost = 0
  for (const { runs, upTimes } of servers) {
    for (const { seed, life } of runs) {
      const isLost = (upTimes[life]?.toMs ?? Infinity) < (homeAtMs.get(seed) ?? 0)
      if (isLost) lost++
      else kept.set(seed, (kept.get(seed) ?? 0) + 1)
    }
  }
  const again = [...kept.values()].map((times) => times - 1)
  return { renders: sum(servers.map(({ runs }) => runs.length)), lost, again: sum(again) }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
