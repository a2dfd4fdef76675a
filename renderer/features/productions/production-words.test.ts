import { expect, test } from 'vitest'
import type { ProductionCard, ProductionChapter } from '#shared/models/production-card.ts'
import { boardOf, sectionCounts } from './board.ts'
import { pipelineOf } from './pipeline.ts'
import { costOf, costOfCancelling, paceOf, spokenOf, standOf } from './production-words.ts'

test('says what runs and how long it takes, and no more than is known', () => {
  const running = card({ status: 'processing', activity: 'Speaking chapter 4 of 12', etaMs: 72 * 60_000 })
  expect(standOf(running)).toBe('Speaking chapter 4 of 12 · 1 h 12 min left')
  expect(standOf({ ...running, activity: null, etaMs: null })).toBe('Getting ready')
  expect(standOf(card({ status: 'cancelled', progress: 0.259 }))).toBe('Cancelled at 25 %')
})

test('counts what the servers did in minutes', () => {
  expect(costOf(card({ serverSeconds: 204 }))).toBe('The servers have worked 3.4 minutes for it.')
  expect(costOf(card({ serverSeconds: 60 }))).toBe('The servers have worked 1.0 minute for it.')
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

test('puts what runs on top, then what needs a hand, and the latest finished one first', () => {
  const cards = [
    card({ id: 1, status: 'completed', updatedAt: '2026-11-22T08:00:00Z' }),
    card({ id: 2, status: 'completed', updatedAt: '2026-11-22T09:00:00Z' }),
    card({ id: 4, status: 'processing' }),
    card({ id: 3, status: 'processing' }),
    card({ id: 5, status: 'failed' }),
  ]
  expect(boardOf(cards, null).map(({ card: { id }, section }) => [id, section])).toEqual([
    [3, 'Running'],
    [4, null],
    [5, 'Needs you'],
    [2, 'Finished lately'],
    [1, null],
  ])
  expect(boardOf(cards, 'finished')).toHaveLength(sectionCounts(cards).finished)
})

test('leaves steps that were not asked for out of the line', () => {
  const { picture, joined, skipped } = pipelineOf(
    card({ skippedSteps: ['image_prompts', 'subtitle_generation', 'video_generation'] }),
  )
  expect(picture.map(({ name }) => name)).toEqual(['Cover job', 'Cover'])
  expect(joined.map(({ name }) => name)).toEqual(['Assemble'])
  expect(skipped).toEqual(['Cover prompt', 'Subtitles', 'Video'])
})

test('shows no step as running while the production is paused', () => {
  const steps = { ...card({}).steps, audio_generation: 'processing' as const }
  const speech = ({ status }: Pick<ProductionCard, 'status'>) =>
    pipelineOf(card({ status, steps })).speech.find(({ step }) => step === 'audio_generation')?.state
  expect([speech({ status: 'processing' }), speech({ status: 'paused' })]).toEqual(['running', 'paused'])
})

function tick(status: 'done' | 'failed' | 'pending', characters: number, durationMs: number | null) {
  return { id: 1, status, version: 'a', isRedone: false, characters, durationMs }
}

function chapter(chunks: ProductionChapter['chunks']): ProductionChapter {
  return { index: 1, title: 'One', chunks }
}

function card(changes: Partial<ProductionCard>): ProductionCard {
  return {
    id: 1,
    bookId: 'pg98',
    title: 'A Tale of Two Cities',
    author: 'Charles Dickens',
    coverVersion: '1',
    narratorId: 'narrator_001',
    narratorName: 'Kal',
    status: 'pending',
    steps: {
      parse_novel: 'completed',
      metadata: 'completed',
      audio_generation: 'pending',
      audio_files_moved: 'pending',
      audio_combination_planned: 'pending',
      audio_combination: 'pending',
      image_prompts: 'pending',
      image_jobs_generation: 'pending',
      image_generation: 'pending',
      subtitle_generation: 'pending',
      video_generation: 'pending',
    },
    skippedSteps: [],
    chunksDone: 0,
    chunksFailed: 0,
    chunksTotal: 0,
    progress: 0,
    activity: null,
    charactersPerSecond: null,
    etaMs: null,
    serverSeconds: 0,
    audioDurationSeconds: 0,
    error: null,
    createdAt: '2026-11-22T07:00:00Z',
    updatedAt: '2026-11-22T07:00:00Z',
    ...changes,
  }
}
