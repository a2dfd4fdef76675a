import { afterEach, expect, test, vi } from 'vitest'
import { eventually } from './eventually.ts'
import { PHASES, reach } from './phases.ts'
import { setRecoveryStage, UNHARMED } from './recovery-stage.ts'
import { runCell } from './run-cell.ts'

const DAY_MS = 86_400_000
const JUMPS = [
  { words: 'forwards', ms: DAY_MS },
  { words: 'back', ms: -DAY_MS },
]
const CELLS = JUMPS.flatMap((jump) => PHASES.map((phase) => ({ ...jump, phase })))

afterEach(() => vi.useRealTimers())

/** Timers go on as they do on a machine whose clock is set. */
function setClock(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })
}

test.for(CELLS)('renders each job once when the clock is set $words while one is $phase', async ({ ms, phase }) => {
  const strike = ({ letGo }: { letGo: () => void }) => {
    setClock(ms)
    letGo()
    return Promise.resolve()
  }
  expect(await runCell({ agent: 'here', strike }, phase)).toEqual(UNHARMED)
})

test('does not wait a day for the next try when the clock is set back', async () => {
  const stage = await setRecoveryStage()
  try {
    stage.engine.faults.failNode = 1
    const agent = await stage.startAgent('here', { limits: { retry: { firstMs: 500, maxMs: 500 } } })
    agent.letCheck()
    await eventually('a try has failed', () => stage.database.jobs.list().some((job) => job.retriesAttempted === 1))
    setClock(-DAY_MS)
    expect((await stage.result()).ends).toEqual(UNHARMED.ends)
  } finally {
    await stage.close()
  }
})

test('says of no job that it took less than no time when the clock is set back', async () => {
  const stage = await setRecoveryStage()
  try {
    const { letGo } = await reach(stage, 'running', 'here')
    setClock(-DAY_MS)
    letGo()
    await stage.result()
    const [{ durationS } = { durationS: null }] = stage.database.jobs.list()
    expect(durationS).toBe(0)
  } finally {
    await stage.close()
  }
})
