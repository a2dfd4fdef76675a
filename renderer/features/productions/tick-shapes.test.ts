import { expect, test } from 'vitest'
import type { ChunkTick } from '#shared/models/production-card.ts'
import { pitchFor, tickPaths } from './tick-shapes.ts'

test('makes the longest chapter fit, in whole pixels where there is room for gaps', () => {
  expect(pitchFor(100, 640)).toBe(6)
  expect(pitchFor(10, 640)).toBe(10)
  expect(pitchFor(1000, 640) * 1000).toBeLessThanOrEqual(640)
})

test('draws each tick once, in the path of its state', () => {
  const ticks = [tick('done'), tick('failed'), tick('done', true), tick('pending'), tick('done')]
  const paths = tickPaths(ticks, 6)
  expect(Object.keys(paths).sort()).toEqual(['done', 'failed', 'pending', 'redone'])
  expect(paths.done?.match(/M/g)).toHaveLength(2)
})

test('draws thin ticks of whole pixels that do not touch', () => {
  const paths = tickPaths(
    Array.from({ length: 260 }, () => tick('done')),
    2.31,
  )
  const spans = [...(paths.done ?? '').matchAll(/M(\S+) \S+?h(\S+?)v/g)].map(([, x, width]) => [
    Number(x),
    Number(width),
  ])
  expect(spans).toHaveLength(260)
  expect(spans.flat().every(Number.isInteger)).toBe(true)
  for (const [place, [x = 0]] of spans.slice(1).entries()) {
    const [before = 0, width = 0] = spans[place] ?? []
    expect(x).toBeGreaterThan(before + width)
  }
})

function tick(status: ChunkTick['status'], isRedone = false): ChunkTick {
  return { id: 1, status, version: 'a', isRedone, characters: 100, durationMs: null }
}
