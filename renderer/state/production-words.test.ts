import { expect, test } from 'vitest'
import type { ProductionChapter } from '#shared/models/production-card.ts'
import { costOf, costOfCancelling, paceOf, spokenOf, standOf } from './production-words.ts'
import { testProduction as card } from './test-production.ts'

test('says what runs and how long it takes, and no more than is known', () => {
  const running = card({ status: 'processing', activity: 'Speaking chapter 4 of 12', etaMs: 72 * 60_000 })
  expect(standOf(running)).toBe('Speaking chapter 4 of 12 · 1 h 12 min left')
  expect(standOf({ ...running, activity: null, etaMs: null })).toBe('Getting ready')
  expect(standOf(card({ status: 'cancelled', progress: 0.259 }))).toBe('Cancelled at 25 %')
})

test('counts what the servers did in minutes, and the first one in seconds', () => {
  expect(costOf(card({ serverSeconds: 204 }))).toBe('The servers have worked 3.4 minutes for it.')
  expect(costOf(card({ serverSeconds: 60 }))).toBe('The servers have worked 1.0 minute for it.')
  expect(costOf(card({ serverSeconds: 18 }))).toBe('The servers have worked 18 s for it.')
  expect(costOf(card({ serverSeconds: 0 }))).toBeNull()
})

test('measures speed by what is heard, not by what is still to come', () => {
  const chapters = [chapter([tick('done', 150, 10_000), tick('pending', 9000, null)])]
  const running = card({ status: 'processing', charactersPerSecond: 150 })
  expect(paceOf(running, chapters)).toBe('It speaks 10 times faster than one listens.')
  expect(paceOf({ ...running, charactersPerSecond: 5 }, chapters)).toBe('An hour of audio takes 3 h to speak.')
  expect(paceOf({ ...running, status: 'paused' }, chapters)).toBeNull()
})

test('tells what cancelling loses and what it keeps', () => {
  expect(costOfCancelling(card({ chunksDone: 1, chunksTotal: 1201 }))).toBe(
    '1,200 passages will not be spoken, and their jobs leave the queue. The 1 passage spoken so far is kept: a new production with this narrator starts from there.',
  )
  expect(costOfCancelling(card({ chunksTotal: 0 }))).toBe('It ends here.')
})

test('tells a chapter’s passages to those who do not see its ticks', () => {
  const done = tick('done', 10, 10)
  expect(spokenOf(chapter([done, done]))).toBe('2 spoken')
  expect(spokenOf(chapter([done, tick('failed', 10, null), tick('pending', 10, null)]))).toBe('1 of 3 spoken, 1 failed')
})

function tick(status: 'done' | 'failed' | 'pending', characters: number, durationMs: number | null) {
  return { id: 1, status, version: 'a', isRedone: false, characters, durationMs }
}

function chapter(chunks: ProductionChapter['chunks']): ProductionChapter {
  return { index: 1, title: 'One', chunks }
}
