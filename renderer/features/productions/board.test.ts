import { expect, test } from 'vitest'
import type { ProductionCard } from '#shared/models/production-card.ts'
import { testProduction as card } from '#renderer/state/test-production.ts'
import { boardOf, sectionCounts } from './board.ts'
import { pipelineOf } from './pipeline.ts'

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
  expect(picture.map(({ name }) => name)).toEqual(['Picture jobs', 'Pictures'])
  expect(joined.map(({ name }) => name)).toEqual(['Assemble'])
  expect(skipped).toEqual(['Picture prompts', 'Subtitles', 'Video'])
})

test('shows no step as running while the production is paused', () => {
  const steps = { ...card({}).steps, audio_generation: 'processing' as const }
  const speech = ({ status }: Pick<ProductionCard, 'status'>) =>
    pipelineOf(card({ status, steps })).speech.find(({ step }) => step === 'audio_generation')?.state
  expect([speech({ status: 'processing' }), speech({ status: 'paused' })]).toEqual(['running', 'paused'])
})
