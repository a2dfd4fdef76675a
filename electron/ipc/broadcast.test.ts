import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import type { StudioEvent } from '#shared/contract/event.ts'
import { Broadcast, Channel, type ReadTogether } from './broadcast.ts'

let broadcast: Broadcast
let batches: StudioEvent[][]

beforeEach(() => {
  vi.useFakeTimers()
  broadcast = new Broadcast(SILENT_LOGGER)
  batches = []
  broadcast.subscribe((events) => batches.push([...events]))
})
afterEach(() => {
  vi.useRealTimers()
})

const replanned = (id: number) => broadcast.publish('production.replanned', id, { id })
const keysOf = (events: readonly StudioEvent[] | undefined) => events?.map(({ key }) => key)

describe('what windows are told', () => {
  it('is told once for each thing, in batches at least 100 ms apart, as it is when it is told', () => {
    let title = 'Emma'
    for (let times = 0; times < 50; times++) {
      broadcast.publish('title.removed', 'pg158', () => ({ bookId: title }))
      replanned(1)
    }
    title = 'Persuasion'
    vi.advanceTimersByTime(0)
    replanned(1)
    vi.advanceTimersByTime(99)
    expect(batches).toHaveLength(1)
    expect(batches[0]).toEqual([
      { name: 'title.removed', key: 'pg158', revision: 1, data: { bookId: 'Persuasion' } },
      { name: 'production.replanned', key: '1', revision: 2, data: { id: 1 } },
    ])
    vi.advanceTimersByTime(1)
    expect(batches[1]).toEqual([{ name: 'production.replanned', key: '1', revision: 3, data: { id: 1 } }])
  })

  it('reads rows of one kind together, a bounded number at a time', () => {
    const reads: number[] = []
    const read: ReadTogether<'production.replanned'> = (ids) => {
      reads.push(ids.length)
      return ids.map((id) => ({ key: id, data: { id } }))
    }
    for (let id = 1; id <= 700; id++) broadcast.publishRow('production.replanned', id, read)
    broadcast.publishRow('production.replanned', 1, read)
    vi.advanceTimersByTime(100)
    expect(reads).toEqual([500, 200])
    expect(batches.flat().map(({ revision }) => revision)).toEqual(Array.from({ length: 700 }, (_, at) => at + 1))
  })

  it('leaves to the next batch what would keep the main thread', () => {
    vi.useRealTimers()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    for (const id of [1, 2, 3]) {
      broadcast.publish('production.replanned', id, () => {
        const untilMs = performance.now() + 9
        while (performance.now() < untilMs);
        return { id }
      })
    }
    vi.advanceTimersByTime(300)
    expect(batches.map(keysOf)).toEqual([['1'], ['2'], ['3']])
  })

  it('does without what is gone, and without what cannot be read', () => {
    broadcast.publish('production.replanned', 1, () => null)
    broadcast.publish('production.replanned', 2, () => {
      throw new Error('The row is broken')
    })
    replanned(3)
    vi.advanceTimersByTime(0)
    expect(batches.map(keysOf)).toEqual([['3']])
  })

  it('reaches the other windows when one of them cannot be told', () => {
    const deaf = new Broadcast(SILENT_LOGGER)
    const heard: StudioEvent[] = []
    deaf.subscribe(() => {
      throw new Error('The window is gone')
    })
    deaf.subscribe((events) => heard.push(...events))
    deaf.publish('production.replanned', 1, { id: 1 })
    vi.advanceTimersByTime(0)
    expect(keysOf(heard)).toEqual(['1'])
  })

  it('is nothing while nobody listens, and nothing of an environment that is not shown', () => {
    const unheard = new Broadcast(SILENT_LOGGER)
    unheard.publish('production.replanned', 1, { id: 1 })
    vi.advanceTimersByTime(100)
    expect(unheard.revision).toBe(0)

    const channel = new Channel(broadcast)
    channel.publish('production.replanned', 1, { id: 1 })
    channel.isHeard = true
    channel.publish('production.replanned', 2, { id: 2 })
    channel.isHeard = false
    channel.publish('production.replanned', 3, { id: 3 })
    vi.advanceTimersByTime(100)
    expect(batches.map(keysOf)).toEqual([['2']])
    channel.isHeard = true
    channel.publish('production.replanned', 4, { id: 4 })
    broadcast.clear()
    vi.advanceTimersByTime(100)
    expect(batches).toHaveLength(1)
  })

  it('brings a window to the truth, whenever it takes its snapshot', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constantFrom('thing', 'row'), id: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constantFrom('wait'), ms: fc.integer({ min: 0, max: 150 }) }),
    )
    fc.assert(
      fc.property(fc.array(step), fc.nat(), (steps, at) => {
        const studio = new Broadcast(SILENT_LOGGER)
        const truth = new Map<string, number>()
        const read: ReadTogether<'production.replanned'> = (ids) =>
          ids.map((id) => ({ key: id, data: { id: truth.get(String(id)) ?? 0 } }))
        const known = new Map<string, number>()
        const waiting: StudioEvent[] = []
        let revision = Infinity
        const apply = (events: readonly StudioEvent[]) => {
          for (const event of events) {
            if (event.name === 'production.replanned' && event.revision > revision) known.set(event.key, event.data.id)
          }
        }
        studio.subscribe((events) => (revision === Infinity ? waiting.push(...events) : apply(events)))
        const takeSnapshot = () => {
          ;({ revision } = studio)
          for (const [key, value] of truth) known.set(key, value)
          apply(waiting)
        }
        steps.forEach((taken, index) => {
          if (index === at % (steps.length || 1)) takeSnapshot()
          if ('ms' in taken) {
            vi.advanceTimersByTime(taken.ms)
            return
          }
          truth.set(String(taken.id), (truth.get(String(taken.id)) ?? 0) + 1)
          if (taken.kind === 'row') studio.publishRow('production.replanned', taken.id, read)
          else studio.publish('production.replanned', taken.id, () => ({ id: truth.get(String(taken.id)) ?? 0 }))
        })
        if (revision === Infinity) takeSnapshot()
        vi.advanceTimersByTime(1000)
        expect(known).toEqual(truth)
      }),
    )
  })
})
