import { performance } from 'node:perf_hooks'
import type { Database } from '#electron/database/open-database.ts'
import { ProductionBoard } from '#electron/production/production-board.ts'
import type { Studio } from '#electron/studio/open-studio.ts'
import type { JobQuery } from '#shared/models/job-row.ts'
import { createRandom } from '#electron/engine/cover/random.ts'
import type { Measurement } from './benchmark.ts'

const ROUNDS = 200
const PAGE = { limit: 100 }
const FOUND = 100

/** How long the window waits for what it asks of a library: each figure is a call of the main thread. */
export async function measureLibrary(studio: Pick<Studio, 'database' | 'foundry'>): Promise<Measurement[]> {
  const { database } = studio
  const board = new ProductionBoard(studio)
  const longest = database.productions.list({ status: 'paused' }).toSorted((a, b) => b.totalChunks - a.totalChunks)[0]
  return [
    measured(
      'all cards of the shelf',
      timesOf(5, () => database.titles.cards()),
      150,
    ),
    measured('search as it is typed', searchTimes(database), 30),
    ...pageTimes(database),
    measured(
      'counts of the queue',
      timesOf(20, () => database.queue.counts()),
      10,
    ),
    measured(
      'board of productions',
      timesOf(5, () => board.list()),
      100,
    ),
    ...(longest === undefined
      ? []
      : [measured('longest production', await asyncTimesOf(5, () => board.details(longest.id)), 100)]),
  ]
}

/** What a producer types, letter by letter, on the way to a title. */
function searchTimes({ titles }: Database): number[] {
  const random = createRandom('search')
  const shelf = titles.list()
  return Array.from({ length: ROUNDS }, () => {
    const { title, author } = shelf[random.integer(0, shelf.length - 1)] ?? { title: 'The', author: '' }
    const line = random.next() < 0.5 ? title : author
    const typed = line.slice(0, random.integer(1, line.length))
    return timeOf(() => titles.search(typed, FOUND))
  })
}

function pageTimes({ queue }: Database): Measurement[] {
  const random = createRandom('pages')
  const lists: [string, JobQuery][] = [
    ['all jobs', {}],
    ['finished jobs', { status: 'done' }],
    ['speech jobs', { jobType: 'SPEECH' }],
  ]
  return lists.flatMap(([name, query]) =>
    (['queue', 'newest'] as const).map((order) => {
      const { total } = queue.page(query, order, { offset: 0, limit: 1 })
      const times = Array.from({ length: ROUNDS }, () => {
        const offset = random.integer(0, Math.max(0, total - 1))
        return timeOf(() => queue.page(query, order, { ...PAGE, offset }))
      })
      return measured(`page of ${name}, ${order}`, times, 10)
    }),
  )
}

function measured(name: string, times: readonly number[], mostMs: number): Measurement {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return {
    benchmark: 'library',
    name,
    value: at(0.95),
    unit: 'ms (p95)',
    target: { comparison: 'at most', value: mostMs },
    details: { calls: times.length, medianMs: at(0.5), longestMs: sorted.at(-1) ?? 0 },
  }
}

function timesOf(calls: number, call: () => unknown): number[] {
  return Array.from({ length: calls }, () => timeOf(call))
}

async function asyncTimesOf(calls: number, call: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let made = 0; made < calls; made++) {
    const startMs = performance.now()
    await call()
    times.push(performance.now() - startMs)
  }
  return times
}

function timeOf(call: () => unknown): number {
  const startMs = performance.now()
  call()
  return performance.now() - startMs
}
