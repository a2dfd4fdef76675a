import { expect, test } from 'vitest'
import type { TitleCard } from '#shared/models/title-card.ts'
import { markOfTitle } from './title-mark.ts'

const production = { id: 1, status: 'processing', narratorId: 'narrator_001' } as const
const card = { stage: 'inProduction', production, troubles: 0 } as TitleCard

test('tells how far a title’s production is in the figure of the production itself', () => {
  expect(markOfTitle(card, 0.094)).toEqual({ state: 'running', label: 'Running, 9 %', figure: '9 %', progress: 0.094 })
})

test('tells no figure before the production is known', () => {
  expect(markOfTitle(card, null)).toEqual({ state: 'running', label: 'Running', figure: null, progress: null })
})
