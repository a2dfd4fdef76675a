import { expect, test } from 'vitest'
import type { ServerCard } from '#shared/models/server-card.ts'
import { additionOf, changesOf, draftOf, problemsOf, readinessOf, trialOf, type ServerDraft } from './server-draft.ts'

const CARD = {
  ...{ name: 'gpu', url: 'http://gpu:8188', hasToken: true, headerNames: ['X-Key', 'X-Id'] },
  ...{ labels: ['fast'], weight: 2, slots: null },
} as unknown as ServerCard
const edited = (changes: Partial<ServerDraft>) => ({ ...draftOf(CARD), ...changes })

test('an untouched form changes nothing', () => {
  expect(changesOf(draftOf(CARD), CARD)).toEqual({})
  expect(trialOf(draftOf(CARD), CARD)).toEqual({ name: 'gpu' })
})

test('tells a token that is replaced from one that is removed and one that is kept', () => {
  expect(changesOf(edited({ token: { mode: 'typed', value: ' new ' } }), CARD)).toEqual({ token: 'new' })
  expect(changesOf(edited({ token: { mode: 'removed', value: '' } }), CARD)).toEqual({ token: null })
  expect(changesOf(edited({ token: { mode: 'typed', value: '' } }), CARD)).toEqual({})
})

test('names all headers that stay when one of them goes, is replaced or comes', () => {
  const [first, second] = draftOf(CARD).headers
  if (first === undefined || second === undefined) throw new Error('no headers')
  expect(changesOf(edited({ headers: [second] }), CARD).headers).toEqual([{ name: 'X-Id', value: null }])
  const replaced = { ...first, isKept: false, value: 'v' }
  const empty = { key: 9, name: ' ', isKept: false, value: '' }
  expect(changesOf(edited({ headers: [replaced, second, empty] }), CARD).headers).toEqual([
    { name: 'X-Key', value: 'v' },
    { name: 'X-Id', value: null },
  ])
})

test('adds a server with what was filled in and nothing else', () => {
  const draft = { ...draftOf(null), name: ' cellar ', address: 'cellar:8188/' }
  expect(additionOf(draft)).toEqual({ name: 'cellar', url: 'http://cellar:8188' })
  expect(readinessOf(draft)).toEqual({ canTest: true, canSave: true })
  expect(readinessOf({ ...draft, name: '' })).toEqual({ canTest: true, canSave: false })
})

test('refuses what the studio would refuse, field by field', () => {
  const header = (key: number, name: string, value = 'v') => ({ key, name, value, isKept: false })
  expect(problemsOf(edited({ address: 'two words' })).address).not.toBeNull()
  expect(problemsOf(edited({ token: { mode: 'typed', value: 'a b' } })).token).not.toBeNull()
  expect(problemsOf(edited({ headers: [header(1, 'X Key')] })).headers).toMatch(/letters, digits/)
  expect(problemsOf(edited({ headers: [header(1, 'x-key'), header(2, 'X-Key')] })).headers).toMatch(/once/)
  expect(readinessOf(edited({ slots: 1.5 })).canSave).toBe(false)
})
