import { expect, test, vi } from 'vitest'
import { TestStudio } from './test-studio.ts'

const studio = new TestStudio()
studio.install()
const { useQueue } = await import('./queue.ts')

const counts = (pending: number) => ({ pending, processing: 0, done: 0, failed: 0 })
const changed = (pending: number) => ({ name: 'queue.changed' as const, key: 'queue', data: counts(pending) })

test('applies what is newer than the snapshot and drops what is older', async () => {
  let answer: (value: { revision: number; counts: ReturnType<typeof counts> }) => void = () => {}
  studio.answers['job.counts'] = () => new Promise((resolve) => (answer = resolve))
  const close = useQueue.open()
  await vi.waitFor(() => expect(studio.asked).toContain('job.counts'))
  studio.tell(changed(1))
  studio.tell(changed(2))
  answer({ revision: 1, counts: counts(1) })
  await vi.waitFor(() => expect(useQueue.getState().value?.counts.pending).toBe(2))
  studio.tell(changed(3))
  expect(useQueue.getState().value?.counts.pending).toBe(3)
  close()
})

test('stops listening when nobody looks, and drops an answer that comes too late', async () => {
  let answer: (value: { revision: number; counts: ReturnType<typeof counts> }) => void = () => {}
  studio.answers['job.counts'] = () => new Promise((resolve) => (answer = resolve))
  const asked = studio.asked.length
  const close = useQueue.open()
  await vi.waitFor(() => expect(studio.asked.length).toBe(asked + 1))
  close()
  expect(studio.listeners).toBe(0)
  const seen: (number | undefined)[] = []
  const stop = useQueue.subscribe(({ value }) => seen.push(value?.counts.pending))
  answer({ revision: 9, counts: counts(99) })
  studio.answers['job.counts'] = () => ({ revision: 9, counts: counts(5) })
  const closeAgain = useQueue.open()
  await vi.waitFor(() => expect(seen).toContain(5))
  expect(seen).not.toContain(99)
  closeAgain()
  stop()
})
