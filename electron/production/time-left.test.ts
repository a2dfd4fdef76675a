import { expect, it } from 'vitest'
import type { RenderStatistics } from '#shared/models/queue-state.ts'
import { timeLeftMs } from './time-left.ts'

const pace = (serverName: string, workflowId: string, jobsDone: number, renderMs: number): RenderStatistics => {
  return { serverName, workflowId, jobsDone, renderMs, triesFailed: 0, characters: 0, audioMs: 0 }
}

it('adds up what each workflow takes on the servers that render it side by side', () => {
  const measured = [
    pace('gpu-box', 'speech', 100, 100_000),
    pace('attic', 'speech', 100, 300_000),
    pace('gpu-box', 'cover', 1, 60_000),
  ]
  // Two servers make 1 + 1/3 passages a second; only one makes covers, one a minute.
  const waiting = [
    { workflowId: 'speech', jobs: 40 },
    { workflowId: 'cover', jobs: 2 },
  ]
  expect(timeLeftMs(waiting, measured)).toBeCloseTo(30_000 + 120_000)
})

it('takes a workflow that was never rendered for an average one, and claims nothing after a few jobs', () => {
  const waiting = [{ workflowId: 'new', jobs: 10 }]
  expect(timeLeftMs(waiting, [pace('gpu-box', 'speech', 10, 20_000)])).toBeCloseTo(20_000)
  expect(timeLeftMs(waiting, [pace('gpu-box', 'speech', 4, 400)])).toBeNull()
  expect(timeLeftMs([], [pace('gpu-box', 'speech', 10, 20_000)])).toBeNull()
})
