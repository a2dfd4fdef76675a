import { expect, test } from 'vitest'
import type { NarratorCard } from '#shared/models/narrator-card.ts'
import { narratorChoices } from './narrator-fit.ts'

const narrator = (name: string, changes: Partial<NarratorCard> = {}): NarratorCard => ({
  narratorId: name,
  name,
  voiceModel: 'T2S_flite_v1',
  voiceModelLabel: 'Flite',
  language: 'en',
  gender: null,
  description: null,
  sampleText: null,
  active: true,
  parameters: {},
  engine: 'embedded',
  problem: null,
  sample: null,
  productions: 0,
  charactersPerMinute: null,
  ...changes,
})

test('offers the own narrator first, then the language, and whoever cannot speak now last of each', () => {
  const narrators = [
    narrator('Zoé', { language: 'fr-ca' }),
    narrator('Ada', { problem: 'Its server is away.' }),
    narrator('Own', { language: 'de' }),
    narrator('Retired', { active: false }),
    narrator('Bea', { language: 'en-gb' }),
  ]
  const choices = narratorChoices(narrators, { language: 'en', narratorId: 'Own' })
  expect(choices.map(({ narrator: { name }, speaksLanguage }) => `${name} ${speaksLanguage}`)).toEqual([
    'Own false',
    'Bea true',
    'Ada true',
    'Zoé false',
  ])
})
