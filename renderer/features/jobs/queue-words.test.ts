import { expect, test } from 'vitest'
import type { QueueState } from '#shared/models/queue-state.ts'
import { costOfCancelling, pausedSentence, queueSentence } from './queue-words.ts'
import { failureWords, speedWords, statisticsSentence } from './statistics-words.ts'

const queue = (changes: Partial<QueueState>, pending = 0, processing = 0): QueueState => {
  const counts = { pending, processing, done: 5, failed: 2 }
  return { counts, isPaused: false, held: 0, leftMs: null, working: [], ...changes }
}
const working = [{ serverName: 'gpu-box', jobId: 1, label: 'A passage', jobs: 2 }]

test('says who works, what waits and how long that takes', () => {
  expect(queueSentence(queue({}))).toBe('Nothing waits.')
  expect(queueSentence(queue({ working, leftMs: 2_280_000 }, 412, 2))).toBe(
    '1 server at work. 412 jobs wait, about 38 min of rendering.',
  )
  expect(queueSentence(queue({ held: 3 }, 4))).toBe('1 job waits. 3 jobs of paused productions stand still.')
})

test('says of a paused queue what goes on and what stands still', () => {
  expect(pausedSentence(queue({ isPaused: true }, 37, 2))).toBe(
    'The queue is paused. What runs is finished; 37 jobs wait.',
  )
  expect(pausedSentence(queue({ isPaused: true }))).toBe('The queue is paused. Nothing new is taken.')
})

test('says what a cancellation costs', () => {
  expect(costOfCancelling({ waiting: 3, running: 1, productions: 2 })).toBe(
    '1 of them runs: what the servers have done on it is lost. 2 productions cannot be finished without them; what is made already is kept. They can be retried later, under “What failed”.',
  )
  expect(costOfCancelling({ waiting: 1, running: 0, productions: 0 })).toBe(
    'It can be retried later, under “What failed”.',
  )
})

const row = { serverName: 'gpu-box', workflowId: 'w', jobsDone: 10, triesFailed: 0, characters: 0 }

test('compares sound with how long it is to hear, and says of pictures how long one takes', () => {
  expect(speedWords({ ...row, renderMs: 10_000, audioMs: 62_000 })).toBe('6.2× faster than speech')
  expect(speedWords({ ...row, renderMs: 62_000, audioMs: 31_000 })).toBe('2.0× slower than speech')
  expect(speedWords({ ...row, renderMs: 41_000, audioMs: 0 })).toBe('4.1 s each')
  expect(speedWords({ ...row, jobsDone: 0, renderMs: 0, audioMs: 0 })).toBe('')
  expect(failureWords({ ...row, triesFailed: 1, renderMs: 1, audioMs: 1 })).toBe('1 (9.1 %)')
})

test('keeps pictures out of the speed of sound', () => {
  const speech = { ...row, renderMs: 60_000, audioMs: 600_000 }
  const pictures = { ...row, workflowId: 'p', triesFailed: 2, renderMs: 3_600_000, audioMs: 0 }
  expect(statisticsSentence([speech, pictures])).toBe(
    '10 min of sound in 1 min of rendering: 10× faster than speech. 2 of 22 tries failed.',
  )
})
