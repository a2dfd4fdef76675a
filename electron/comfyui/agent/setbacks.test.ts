import { expect, test } from 'vitest'
import { Setbacks } from './setbacks.ts'

const fail = (setbacks: Setbacks, jobIds: number[]) => jobIds.map((id) => setbacks.failed('w', id, 'CUDA error'))

test('sets a workflow aside after five failures in a row of three jobs or more', () => {
  const setbacks = new Setbacks({ firstMs: 60_000, maxMs: 60_000 })
  expect(fail(setbacks, [1, 1, 1, 2, 2, 2])).toEqual(Array(6).fill(false))
  expect(fail(setbacks, [3])).toEqual([true])
  expect(setbacks.room('w')).toBe(0)
  expect(setbacks.room('other')).toBe(Infinity)
  expect(setbacks.list()).toMatchObject([{ workflowId: 'w', failures: 7, reason: 'CUDA error' }])
})

test('counts only failures between which nothing succeeded', () => {
  const setbacks = new Setbacks({ firstMs: 60_000, maxMs: 60_000 })
  fail(setbacks, [1, 2, 3, 4])
  setbacks.succeeded('w')
  expect(fail(setbacks, [5, 6, 7, 8])).toEqual(Array(4).fill(false))
  expect(setbacks.list()).toEqual([])
})

test('tries one job after a rest: success ends the matter, failure a new rest', () => {
  const setbacks = new Setbacks({ firstMs: 0, maxMs: 0 })
  fail(setbacks, [1, 2, 3, 4, 5])
  expect(setbacks.room('w')).toBe(1)
  expect(fail(setbacks, [6])).toEqual([true])
  setbacks.succeeded('w')
  expect(setbacks.room('w')).toBe(Infinity)
})
