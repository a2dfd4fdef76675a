import { afterEach, expect, test } from 'vitest'
import { NodeInterrupted } from '../node-class.ts'
import { loadFlite } from '../speech/load-flite.ts'
import { WorkerPool } from './worker-pool.ts'

const idle = (): AbortSignal => new AbortController().signal
const silence = { audio: { channels: [new Float32Array(16_000)], sampleRateHz: 16_000 } }
const longText = async (): Promise<{
  flite: WebAssembly.Module
  voice: string
  text: string
  durationStretch: number
}> => ({
  flite: await loadFlite(),
  voice: 'awb',
  text: 'A long story that goes on and on. '.repeat(400),
  durationStretch: 1,
})

let pool: WorkerPool
afterEach(() => pool.close())

test('runs more tasks than it has threads, one thread many tasks', async () => {
  pool = new WorkerPool(2)
  const limits = { signal: idle(), deadlineMs: 20_000 }
  const results = await Promise.all(Array.from({ length: 7 }, () => pool.run('encodeFlac', silence, limits)))
  expect(results.map((bytes) => Buffer.from(bytes).toString('latin1', 0, 4))).toEqual(Array(7).fill('fLaC'))
})

test('ends a stuck thread at its deadline and goes on with a new one', async () => {
  pool = new WorkerPool(1)
  const stuck = pool.run('speak', await longText(), { signal: idle(), deadlineMs: 150 })
  const next = pool.run('encodeFlac', silence, { signal: idle(), deadlineMs: 20_000 })
  await expect(stuck).rejects.toThrow('without a result')
  expect(Buffer.from(await next).toString('latin1', 0, 4)).toBe('fLaC')
})

test('an interrupt ends running and waiting tasks at once', async () => {
  pool = new WorkerPool(1)
  const controller = new AbortController()
  const limits = { signal: controller.signal, deadlineMs: 60_000 }
  const tasks = [pool.run('speak', await longText(), limits), pool.run('encodeFlac', silence, limits)]
  controller.abort()
  for (const task of tasks) await expect(task).rejects.toThrow(NodeInterrupted)
})

test('closing ends everything', async () => {
  pool = new WorkerPool(1)
  const limits = { signal: idle(), deadlineMs: 60_000 }
  const tasks = [pool.run('speak', await longText(), limits), pool.run('encodeFlac', silence, limits)]
  const ends = Promise.allSettled(tasks)
  await pool.close()
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(pool.run('encodeFlac', silence, limits)).rejects.toThrow(NodeInterrupted)
})
