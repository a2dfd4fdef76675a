import { expect, test, vi } from 'vitest'
import { TestStudio } from './test-studio.ts'

const studio = new TestStudio()
studio.install()
const { useQueue } = await import('./queue.ts')

const state = (pending: number) => {
  return { counts: { pending, processing: 0, done: 0, failed: 0 }, isPaused: false, held: 0, leftMs: null, working: [] }
}
const changed = (pending: number) => ({ name: 'queue.changed' as const, key: 'queue', data: state(pending) })

test('applies what is newer than the snapshot and drops what is older', async () => {
  let answer: (value: { revision: number } & ReturnType<typeof state>) => void = () => {}
  studio.answers['queue.state'] = () => new Promise((resolve) => (answer = resolve))
  const close = useQueue.open()
  await vi.waitFor(() => expect(studio.asked).toContain('queue.state'))
  studio.tell(changed(1))
  studio.tell(changed(2))
  answer({ revision: 1, ...state(1) })
  await vi.waitFor(() => expect(useQueue.getState().value?.counts.pending).toBe(2))
  studio.tell(changed(3))
  expect(useQueue.getState().value?.counts.pending).toBe(3)
  close()
})

test('stops listening when nobody looks, and drops an answer that comes too late', async () => {
  let answer: (value: { revision: number } & ReturnType<typeof state>) => void = () => {}
  studio.answers['queue.state'] = () => new Promise((resolve) => (answer = resolve))
  const asked = studio.asked.length
  const close = useQueue.open()
  await vi.waitFor(() => expect(studio.asked.length).toBe(asked + 1))
  close()
  expect(studio.listeners).toBe(0)
  const seen: (number | undefined)[] = []
  const stop = useQueue.subscribe(({ value }) => seen.push(value?.counts.pending))
  answer({ revision: 9, ...state(99) })
  studio.answers['queue.state'] = () => ({ revision: 9, ...state(5) })
  const closeAgain = useQueue.open()
  await vi.waitFor(() => expect(seen).toContain(5))
  expect(seen).not.toContain(99)
  closeAgain()
  stop()
})
