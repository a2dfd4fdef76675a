import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bindWorkflow } from './bind-workflow.ts'
import type { Workflow } from './bind-workflow.ts'

const WORKFLOW: Workflow = {
  workflowId: 'clone',
  description: '',
  jobType: 'SPEECH',
  requiredInputs: ['text'],
  inputs: {
    text: { node: '10', input: 'text', isFile: false },
    voice_sample: { node: '6', input: 'audio', isFile: true },
    seed: { node: '10', input: 'seed', isFile: false },
  },
  labels: [],
  canBatch: false,
  graph: {
    '6': { class_type: 'LoadAudio', inputs: { audio: 'voice.wav' } },
    '10': { class_type: 'Speak', inputs: { text: '', seed: 42, low_vram: false, audio: ['6', 0] } },
    '10_b': { class_type: 'Other', inputs: { text: 'other' } },
  },
  version: 'v',
}
const bind = (inputs: Parameters<typeof bindWorkflow>[1]) => bindWorkflow(WORKFLOW, inputs)
const problemsOf = (inputs: Parameters<typeof bindWorkflow>[1]): unknown => {
  try {
    bind(inputs)
    return []
  } catch (error) {
    return (error as { data: { problems: unknown } }).data.problems
  }
}

test('takes logical names and node inputs alike', () => {
  const { graph } = bind({ text: 'Call me Ishmael.', '10_low_vram': 'true', '10_b_text': 'x' })
  expect(graph['10']?.inputs).toEqual({ text: 'Call me Ishmael.', seed: 42, low_vram: true, audio: ['6', 0] })
  expect(graph['10_b']?.inputs).toEqual({ text: 'x' })
  expect(bind({ '10_text': 'a' }).hash).toBe(bind({ text: 'a' }).hash)
})

test('gives values the type of the template', () => {
  const inputs = bind({ text: 12, seed: '7' }).graph['10']?.inputs
  expect(inputs).toMatchObject({ text: '12', seed: 7 })
})

test('leaves the template as it was', () => {
  bind({ text: 'a' })
  expect(WORKFLOW.graph['10']?.inputs['text']).toBe('')
})

test('names the inputs that may be files, by either name', () => {
  const file = { node: '6', input: 'audio', value: 'samples/a.wav' }
  expect(bind({ text: 'a', voice_sample: 'samples/a.wav' }).files).toEqual([file])
  expect(bind({ text: 'a', '6_audio': 'samples/a.wav' }).files).toEqual([file])
})

test('reports every problem at once', () => {
  expect(problemsOf({ seed: 'many', '10_seed': 3, voice: 'slt', '10_audio': 'x', '11_text': 'x', text: ' ' })).toEqual([
    '"seed" must be a number (whole ones up to 9007199254740991), not "many"',
    'it has no input "voice" (it has text, voice_sample, seed)',
    'it has no input "10_audio" (it has text, voice_sample, seed)',
    'it has no input "11_text" (it has text, voice_sample, seed)',
    '"text" is empty',
  ])
  expect(problemsOf({})).toEqual(['"text" is required'])
  expect(problemsOf({ text: 'a', '10_text': 'b' })).toEqual(['"text" and "10_text" are the same input'])
})

test('refuses a whole number that would arrive as another one', () => {
  expect(problemsOf({ text: 'a', seed: 2 ** 53 })).toHaveLength(1)
  expect(problemsOf({ text: 'a', seed: '18446744073709551615' })).toHaveLength(1)
  expect(problemsOf({ text: 'a', seed: Infinity })).toHaveLength(1)
})

test('has one hash for equal inputs and another for any other', () => {
  const inputs = fc.record({ text: fc.string().filter((text) => text.trim() !== ''), seed: fc.nat() })
  fc.assert(
    fc.property(inputs, inputs, (a, b) => {
      const isSame = a.text === b.text && a.seed === b.seed
      expect(bind(a).hash === bind({ seed: b.seed, text: b.text }).hash).toBe(isSame)
    }),
  )
})
