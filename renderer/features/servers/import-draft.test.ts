import { expect, test } from 'vitest'
import type { GraphInspection, InputCandidate } from '#shared/models/workflow-card.ts'
import { assignName, importDraftOf, importProblemsOf, namesFor, workflowOf } from './import-draft.ts'

const candidate = (node: string, input: string, suggestedName: string | null): InputCandidate => ({
  ...{ node, nodeTitle: node, classType: 'Node', input, value: 'x', suggestedName },
  ...{ isRequired: suggestedName === 'text', markup: suggestedName === 'text' ? 'Speaker 1: {value}' : null },
})
const INSPECTION: GraphInspection = {
  ...{ suggestedId: 'T2S_my_voice', suggestedType: 'SPEECH', nodes: 3, packs: [], fits: [] },
  candidates: [candidate('10', 'speech', 'text'), candidate('10', 'Top-K', null)],
}

test('keeps what the studio suggests, with the markup that the model wants', () => {
  expect(workflowOf(importDraftOf(INSPECTION), '{}')).toEqual({
    ...{ workflowId: 'T2S_my_voice', description: 'T2S my voice', jobType: 'SPEECH' },
    inputs: [{ name: 'text', node: '10', input: 'speech', isRequired: true, markup: 'Speaker 1: {value}' }],
    ...{ labels: [], canBatch: false, graph: '{}' },
  })
})

test('gives a use to one value only', () => {
  const draft = importDraftOf(INSPECTION)
  const second = draft.rows[1]
  if (second === undefined) throw new Error('no row')
  const rows = assignName(draft.rows, second, 'text')
  expect(rows.map(({ name, isRequired }) => [name, isRequired])).toEqual([
    [null, false],
    ['text', false],
  ])
})

test('offers what a value is called in its graph as a name that the studio takes', () => {
  expect(namesFor(candidate('10', 'Top-K', null)).slice(0, 2)).toEqual(['top_k', 'text'])
  expect(namesFor(candidate('10', '2nd', null))[0]).toBe('text')
})

test('warns of speech that speaks no text, and refuses an empty description or a blank in the id', () => {
  const draft = importDraftOf(INSPECTION)
  expect(importProblemsOf(draft)).toEqual({ workflowId: null, description: null, warning: null })
  expect(importProblemsOf({ ...draft, rows: [] }).warning).toMatch(/“Text to speak”/)
  expect(importProblemsOf({ ...draft, workflowId: 'a b', description: ' ' })).toMatchObject({
    workflowId: expect.any(String) as string,
    description: expect.any(String) as string,
  })
})
