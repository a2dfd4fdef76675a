import { expect, test } from 'vitest'
import { readBook } from '#electron/books/read-book.ts'
import { meteredNode } from './bench-nodes.ts'
import { runQueue } from './bench-queue.ts'
import { isMet, type Measurement } from './benchmark.ts'
import { sampleBook, sampleChunks } from './sample-book.ts'

const GRAPH = { '1': { class_type: 'BenchOutput', inputs: { seed: 0, filename_prefix: 'bench' } } }
const MAPPING = { seed: { node: '1', input: 'seed' } }

test('measures on a book that is read as one: all of its chapters and nearly all of its words', () => {
  const book = readBook(sampleBook(300_000))
  expect(book.chapters.length).toBeGreaterThan(5)
  expect(book.chapters.map(({ kind }) => kind)).toEqual(book.chapters.map(() => 'chapter'))
  expect(book.words).toBeGreaterThan(40_000)
  expect(sampleBook(300_000)).toEqual(sampleBook(300_000))
})

test('speaks chunks of the length that real ones have', () => {
  for (const chunk of sampleChunks(10, 480)) {
    expect(chunk.length).toBeGreaterThan(380)
    expect(chunk.length).toBeLessThan(600)
  }
})

test('counts the time in its node, and waits until every job is done', async () => {
  const { node, busyMs } = meteredNode('BenchOutput', 20)
  const inputs = [{ seed: 1 }, { seed: 2 }, { seed: 3 }]
  const run = { jobType: 'AUDIO', graph: GRAPH, mapping: MAPPING, inputs, extraNodes: [node], lanes: 1 } as const
  const { wallMs, facts } = await runQueue({ ...run, checkOutput: () => Promise.resolve({ seen: true }) })
  expect(facts).toEqual(inputs.map(() => ({ seen: true })))
  expect(busyMs()).toBeGreaterThan(3 * 19)
  expect(wallMs).toBeGreaterThan(busyMs())
})

test('does not measure around a job that fails', async () => {
  const run = { jobType: 'AUDIO', graph: GRAPH, mapping: MAPPING, inputs: [{ seed: 1 }], lanes: 1 } as const
  await expect(runQueue(run)).rejects.toMatchObject({ code: 'bench.jobFailed' })
})

test('knows which side of a target is the good one', () => {
  const measured = (comparison: 'at least' | 'at most', value: number): Measurement => {
    return { benchmark: 'queue', name: '', value, unit: '', target: { comparison, value: 10 }, details: {} }
  }
  expect([9, 10, 11].map((value) => isMet(measured('at least', value)))).toEqual([false, true, true])
  expect([9, 10, 11].map((value) => isMet(measured('at most', value)))).toEqual([true, true, false])
})
