import { expect, test } from 'vitest'
import { readBook } from '#electron/books/read-book.ts'
import { meteredJobs, meteredNode, type MeteredRun } from './bench-nodes.ts'
import { inTemporaryFolder, runQueue, runQueueOnEngine } from './bench-queue.ts'
import { isMet, type Measurement } from './benchmark.ts'
import { idealMs } from './farm-ideal.ts'
import { FarmServer } from './farm-server.ts'
import { sampleBook, sampleChunks } from './sample-book.ts'

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

test('tells of each run of its node, and waits until every job is done', async () => {
  const runs: MeteredRun[] = []
  const extraNodes = [meteredNode(20, (run) => runs.push(run))]
  const run = { ...meteredJobs(3), checkOutput: () => Promise.resolve({ seen: true }) }
  const { wallMs, facts } = await runQueueOnEngine(run, { lanes: 1, extraNodes })
  expect(facts).toEqual([{ seen: true }, { seen: true }, { seen: true }])
  expect(runs.map(({ seed }) => seed)).toEqual([0, 1, 2])
  const busyMs = runs.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
  expect(busyMs).toBeGreaterThan(3 * 19)
  expect(wallMs).toBeGreaterThan(busyMs)
})

test('does not measure around a job that fails', async () => {
  await expect(runQueueOnEngine(meteredJobs(1), { lanes: 1 })).rejects.toMatchObject({ code: 'bench.jobFailed' })
})

test('asks of a farm what its servers could have done while they were there', () => {
  const always = { promptsPerMs: 1, upTimes: [{ fromMs: 0, toMs: Infinity }] }
  const restarted = {
    promptsPerMs: 3,
    upTimes: [
      { fromMs: 0, toMs: 120 },
      { fromMs: 200, toMs: Infinity },
    ],
  }
  expect(idealMs([always, restarted], 80, 100)).toBe(20)
  // 80 until 120 by both, 80 until 200 by one, the rest by both.
  expect(idealMs([always, restarted], 80 + 80 + 40, 100)).toBe(110)
})

test('takes up again with a server that was killed at the same address', async () => {
  await inTemporaryFolder(async (folder) => {
    const server = new FarmServer('one', 1, folder)
    try {
      await server.start()
      const { url } = server
      await server.kill()
      await server.start()
      await runQueue({ ...meteredJobs(2), servers: [{ name: 'one', url, slots: 1 }] })
      expect(server.runs.map(({ seed, life }) => [seed, life])).toEqual([
        [0, 1],
        [1, 1],
      ])
    } finally {
      await server.kill()
    }
  })
})

test('knows which side of a target is the good one', () => {
  const measured = (comparison: 'at least' | 'at most', value: number): Measurement => {
    return { benchmark: 'queue', name: '', value, unit: '', target: { comparison, value: 10 }, details: {} }
  }
  expect([9, 10, 11].map((value) => isMet(measured('at least', value)))).toEqual([false, true, true])
  expect([9, 10, 11].map((value) => isMet(measured('at most', value)))).toEqual([true, true, false])
})
