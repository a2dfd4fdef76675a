import { expect, it } from 'vitest'
import { messageOf } from '#shared/models/app-error.ts'
import { LatestFirst } from './latest-first.ts'

/** Work that is done when it is told so. */
function manual() {
  let finish = (_result: string): void => undefined
  const done = new Promise<string>((resolve) => (finish = resolve))
  return { work: () => done, finish }
}

it('does the latest first, one at a time', async () => {
  const queue = new LatestFirst<string>(10)
  const begun: string[] = []
  const first = manual()
  const runs = [queue.run('a', first.work)]
  for (const key of ['b', 'c', 'd']) runs.push(queue.run(key, () => Promise.resolve(String(begun.push(key)))))
  first.finish('a')
  await Promise.all(runs)
  expect(begun).toEqual(['d', 'c', 'b'])
})

it('does the same thing once for all who ask, and anew for those who ask later', async () => {
  const queue = new LatestFirst<string>(10)
  let times = 0
  const work = () => Promise.resolve(`made ${++times}`)
  expect(await Promise.all([queue.run('a', work), queue.run('a', work)])).toEqual(['made 1', 'made 1'])
  expect(await queue.run('a', work)).toBe('made 2')
})

it('drops what has waited longest when too much waits', async () => {
  const queue = new LatestFirst<string>(2)
  const first = manual()
  const runs = [queue.run('a', first.work), ...['b', 'c', 'd'].map((key) => queue.run(key, () => Promise.resolve(key)))]
  const outcomes = runs.map((run) => run.catch(messageOf))
  first.finish('a')
  expect(await Promise.all(outcomes)).toEqual(['a', 'Too many pictures were asked for at once.', 'c', 'd'])
})

it('goes on after work that fails', async () => {
  const queue = new LatestFirst<string>(2)
  const failing = queue.run('a', () => Promise.reject(new Error('no font')))
  const next = queue.run('b', () => Promise.resolve('b'))
  await expect(failing).rejects.toThrow('no font')
  expect(await next).toBe('b')
})
