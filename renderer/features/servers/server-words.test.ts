import { expect, test } from 'vitest'
import { paceWords, restWords } from './server-words.ts'

test.each([
  [null, null],
  [1.84, '1.8× faster than speech'],
  [12.4, '12× faster than speech'],
  [1.02, 'As fast as speech'],
  [0.5, '2× slower than speech'],
])('says of a pace of %j: %j', (pace, words) => {
  expect(paceWords(pace)).toBe(words)
})

test('says until when a workflow rests, and that it is on trial after that', () => {
  const rest = {
    workflowId: 'w',
    label: 'Kokoro',
    until: new Date(2026, 0, 2, 14, 32).toISOString(),
    failures: 5,
    reason: '',
  }
  expect(restWords(rest, Date.parse(rest.until) - 1)).toBe(
    '“Kokoro” is set aside until 14:32 after 5 failures in a row. Other servers take its jobs.',
  )
  expect(restWords(rest, Date.parse(rest.until))).toMatch(/^“Kokoro” is on trial with one job/)
})
