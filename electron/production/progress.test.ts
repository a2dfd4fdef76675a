import { expect, test } from 'vitest'
import { PaceMeter } from './progress.ts'

test('measures the pace of speech, not the time that it waited for a server', () => {
  const pace = new PaceMeter()
  pace.add(400, 600_000)
  expect(pace.charactersPerSecond()).toBeNull()
  pace.add(400, 602_000)
  expect(pace.charactersPerSecond()).toBe(200)
})

test('forgets what is longer ago than a minute', () => {
  const pace = new PaceMeter()
  pace.add(400, 0)
  for (const second of [1, 70, 130, 131]) pace.add(400, second * 1000)
  expect(pace.charactersPerSecond()).toBeCloseTo(800 / 61)
})
