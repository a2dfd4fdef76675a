import { expect, test } from 'vitest'
import { mergeGraphs } from './merge-graphs.ts'

const spoken = (text: string, voice = 'ada.wav') => ({
  '6': { class_type: 'LoadAudio', inputs: { audio: voice } },
  '10': { class_type: 'Speak', inputs: { text, voice: ['6', 0] } },
  '9': { class_type: 'SaveAudio', inputs: { audio: ['10', 0], filename_prefix: 'same' } },
})

test('keeps what members have in common once, and each member’s own result', () => {
  const merged = mergeGraphs([
    { jobId: 1, graph: spoken('one') },
    { jobId: 2, graph: spoken('two') },
    { jobId: 3, graph: spoken('three', 'tom.wav') },
  ])
  expect(Object.keys(merged).toSorted()).toEqual([
    ...['job1_10', 'job1_6', 'job1_9', 'job2_10', 'job2_9', 'job3_10', 'job3_6', 'job3_9'],
  ])
  expect(merged['job2_10']?.inputs).toEqual({ text: 'two', voice: ['job1_6', 0] })
  expect(merged['job3_10']?.inputs).toEqual({ text: 'three', voice: ['job3_6', 0] })
})

test('gives each member its own file although both say the same', () => {
  const merged = mergeGraphs([
    { jobId: 1, graph: spoken('Chapter one.') },
    { jobId: 2, graph: spoken('Chapter one.') },
  ])
  expect(Object.keys(merged).toSorted()).toEqual(['job1_10', 'job1_6', 'job1_9', 'job2_9'])
  expect(merged['job2_9']?.inputs['audio']).toEqual(['job1_10', 0])
})

test('leaves links alone that lead nowhere, for the server to complain of', () => {
  const graph = { '1': { class_type: 'Save', inputs: { audio: ['99', 0] } } }
  expect(mergeGraphs([{ jobId: 7, graph }])).toEqual({
    job7_1: { class_type: 'Save', inputs: { audio: ['job7_99', 0] } },
  })
})
