import { expect, test } from 'vitest'
import { Pace, spokenCharacters } from './pace.ts'

const WORK = { serverName: 'gpu', workflowId: 'speak', triesFailed: 0, audioMs: 0 }

test('expects of a text what its length took before, and of a picture what a picture took', () => {
  const pace = new Pace()
  expect(pace.expectedMs('gpu', 'speak', 400)).toBeNull()
  for (let job = 0; job < 20; job++) pace.note('gpu', 'speak', { characters: 400, renderMs: 2000 })
  pace.note('gpu', 'paint', { characters: 0, renderMs: 30_000 })
  expect(pace.jobMs('gpu', 'speak')).toBeCloseTo(2000)
  expect(pace.expectedMs('gpu', 'speak', 100)).toBeCloseTo(500)
  expect(pace.expectedMs('gpu', 'paint', 0)).toBe(30_000)
  expect(pace.jobMs('other', 'speak')).toBeNull()
})

test('starts from earlier measurements and forgets them for newer ones', () => {
  const pace = new Pace([{ ...WORK, jobsDone: 1000, characters: 400_000, renderMs: 9_000_000 }])
  expect(pace.jobMs('gpu', 'speak')).toBe(9000)
  for (let job = 0; job < 40; job++) pace.note('gpu', 'speak', { characters: 400, renderMs: 1000 })
  expect(pace.jobMs('gpu', 'speak')).toBeLessThan(1050)
})

test('counts the longest text of speech, and nothing of a prompt', () => {
  const inputs = { text: 'Call me Ishmael.', voice: 'ada', seed: 4 }
  expect(spokenCharacters({ jobType: 'SPEECH', inputs })).toBe(16)
  expect(spokenCharacters({ jobType: 'T2I', inputs })).toBe(0)
})
