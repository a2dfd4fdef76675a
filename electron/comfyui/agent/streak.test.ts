import { expect, test } from 'vitest'
import { Streak } from './streak.ts'

const line = (workflowId: string, nextId: number) => ({
  workflowId,
  nextId,
  nextFailedOn: null,
  nextInputs: {},
  waiting: 9,
})

test('stays with a workflow although older jobs of another one wait', () => {
  const streak = new Streak(60_000)
  expect(streak.choose([line('a', 1), line('b', 2)])?.workflowId).toBe('a')
  expect(streak.choose([line('a', 3), line('b', 2)])?.workflowId).toBe('a')
  expect(streak.choose([line('b', 2)])?.workflowId).toBe('b')
  expect(streak.choose([line('a', 4), line('b', 5)])?.workflowId).toBe('b')
})

test('gives another workflow its turn once its time is over', () => {
  const streak = new Streak(0)
  const turns = Array.from({ length: 4 }, () => streak.choose([line('a', 1), line('b', 2)])?.workflowId)
  expect(turns).toEqual(['a', 'b', 'a', 'b'])
  expect(streak.choose([line('b', 2)])?.workflowId).toBe('b')
  expect(streak.choose([])).toBeNull()
})
