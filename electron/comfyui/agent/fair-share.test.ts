import { expect, test } from 'vitest'
import { fairShare, type Lanes } from './fair-share.ts'

const server = (jobMs: number, posted = 0, slots = 1): Lanes => ({ slots, posted, runningMs: 0, jobMs })

test('leaves the last jobs to a server that is done with them sooner', () => {
  expect(fairShare(server(1000), [server(100)], 9)).toBe(0)
  expect(fairShare(server(1000), [server(100)], 11)).toBe(1)
})

test('shares by speed, whatever each has in hand already', () => {
  expect(fairShare(server(100), [server(200), server(400)], 70)).toBe(40)
  expect(fairShare(server(100, 20), [server(100)], 20)).toBe(0)
  expect(fairShare(server(100, 0, 4), [server(100)], 50)).toBe(40)
})

test('waits less and less for a server that does not get on', () => {
  expect(fairShare(server(1000), [{ ...server(100, 2), runningMs: 500 }], 2)).toBe(0)
  expect(fairShare(server(1000), [{ ...server(100, 2), runningMs: 2000 }], 2)).toBe(2)
})

test('gives everything to a server that is alone', () => {
  expect(fairShare(server(5000, 3), [], 7)).toBe(7)
})
