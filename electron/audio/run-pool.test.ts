import { once } from 'node:events'
import { expect, test } from 'vitest'
import { runPool } from './run-pool.ts'

test('A pool runs every task, never more at a time than it may', async () => {
  let running = 0
  let most = 0
  const done: number[] = []
  await runPool([1, 2, 3, 4, 5], { concurrency: 2 }, async (item) => {
    most = Math.max(most, ++running)
    await new Promise(setImmediate)
    running--
    done.push(item)
  })
  expect(done.sort()).toEqual([1, 2, 3, 4, 5])
  expect(most).toBe(2)
})

test('A failure stops the others and is what the caller gets, after they have ended', async () => {
  const ended: string[] = []
  const work = runPool(['fails', 'waits', 'never starts'], { concurrency: 2 }, async (item, signal) => {
    if (item === 'fails') throw new Error('disk full')
    await once(signal, 'abort')
    ended.push(item)
    signal.throwIfAborted()
  })
  await expect(work).rejects.toThrow('disk full')
  expect(ended).toEqual(['waits'])
})

test('An abort from outside reaches the tasks and is what the caller gets', async () => {
  const abort = new AbortController()
  const work = runPool([1], { concurrency: 1, signal: abort.signal }, async (_, signal) => {
    abort.abort(new Error('paused'))
    await Promise.resolve()
    signal.throwIfAborted()
  })
  await expect(work).rejects.toThrow('paused')
})
