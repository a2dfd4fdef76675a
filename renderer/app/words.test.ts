import { expect, it } from 'vitest'
import type { Activity, SwitchPlan } from '#shared/models/studio.ts'
import { activityWords } from './activity-words.ts'
import { matchWords } from './match-words.ts'
import { switchWords } from './switch-words.ts'

const IDLE: Activity = {
  productionsRunning: 0,
  productionsWaiting: 0,
  productionsInTrouble: 0,
  jobsRunning: 0,
  jobsWaiting: 0,
  isQueuePaused: false,
  progress: null,
  etaMs: null,
}
const PLAN: SwitchPlan = { env: 'prod', productionsRunning: 0, jobsRunning: 0, jobsWaiting: 0, problem: null }

it('says first what runs, then who needs a hand, then what waits', () => {
  expect(activityWords({ ...IDLE, productionsRunning: 2, productionsInTrouble: 1, etaMs: 4_320_000 })).toBe(
    '2 running · 1 h 12 min left',
  )
  expect(activityWords({ ...IDLE, jobsRunning: 1 })).toBe('1 job running')
  expect(activityWords({ ...IDLE, productionsInTrouble: 1, jobsWaiting: 3 })).toBe('1 needs you')
  expect(activityWords({ ...IDLE, jobsWaiting: 3 })).toBe('3 jobs waiting')
  expect(activityWords(IDLE)).toBe('Nothing is running')
  const paused = { ...IDLE, isQueuePaused: true, productionsRunning: 1, jobsWaiting: 37 }
  expect(activityWords({ ...paused, jobsRunning: 1 })).toBe('Queue paused · 1 job being finished')
  expect(activityWords(paused)).toBe('Queue paused · 37 jobs waiting')
})

it('says what a switch interrupts', () => {
  expect(switchWords({ ...PLAN, productionsRunning: 2, jobsRunning: 4 })).toBe(
    '2 productions are running. What the server has begun it finishes; they go on when you come back.',
  )
  expect(switchWords({ ...PLAN, jobsRunning: 1, jobsWaiting: 2 })).toBe(
    '1 job is running. What the server has begun it finishes. The rest of the queue waits until you come back.',
  )
  expect(switchWords(PLAN)).toBe('Nothing is running, so nothing is interrupted.')
})

it('finds a command by the beginnings of its words, in any order and without accents', () => {
  expect(matchWords('set', 'Settings Go')).toBe(2)
  expect(matchWords('dark swi', 'Switch between light and dark')).toBe(1)
  expect(matchWords('zoe', 'Zoë')).toBe(2)
  expect(matchWords('ark', 'Switch between light and dark')).toBe(0)
  expect(matchWords('  ', 'Settings')).toBe(0)
})
