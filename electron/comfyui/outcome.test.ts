import { expect, test } from 'vitest'
import { readOutcome } from './outcome.ts'

const saved = (filename: string, type = 'output') => ({ filename, subfolder: 'speech', type })
const success = (outputs: unknown) => ({ outputs, status: { status_str: 'success', completed: true, messages: [] } })
const ended = (...messages: unknown[]) => ({
  outputs: { '1': { text: ['first'] } },
  status: { status_str: 'error', completed: false, messages: [['execution_start', {}], ...messages] },
})
const files = (outcome: ReturnType<typeof readOutcome>) =>
  outcome?.kind === 'success' ? outcome.files.map(({ filename }) => filename) : null

test('lists saved files by their nodes and leaves out previews, strings and flags', () => {
  const outputs = {
    '12': { audio: [saved('preview.flac', 'temp')] },
    '11': { images: [saved('b.png')], animated: [false] },
    '9': { audio: [saved('a.flac')], text: ['words'], count: 3 },
  }
  expect(files(readOutcome(success(outputs)))).toEqual(['a.flac', 'b.png'])
})

test('takes previews when nothing was saved', () => {
  expect(files(readOutcome(success({ '3': { audio: [saved('preview.flac', 'temp')] } })))).toEqual(['preview.flac'])
})

test('accepts what later servers add to a file and what some leave out', () => {
  const outputs = { '9': { '3d': [{ filename: 'a.glb', id: 'x', metadata: {} }, { name: 'no file' }] } }
  expect(readOutcome(success(outputs))).toEqual({
    kind: 'success',
    files: [{ filename: 'a.glb', subfolder: '', type: 'output' }],
  })
})

test('keeps the words of a failure without traceback, graph or text', () => {
  const error = {
    node_id: '3',
    node_type: 'SaveAudio',
    exception_message: 'ndarray is not C-contiguous\n',
    exception_type: 'ValueError',
    traceback: ['  File "/home/me/secret.py", line 1\n'],
    current_inputs: { prompt: ['Call me Ishmael.'] },
  }
  expect(readOutcome(ended(['execution_error', error]))).toEqual({
    kind: 'failed',
    message: 'ndarray is not C-contiguous (ValueError in node 3, SaveAudio)',
    isOutOfMemory: false,
  })
})

test.each([
  { exception_type: 'torch.OutOfMemoryError', exception_message: 'Allocation on device' },
  { exception_type: 'RuntimeError', exception_message: 'x\nThis error means you ran out of memory on your GPU.\n' },
])('recognises a full memory by type or by words: %o', (error) => {
  expect(readOutcome(ended(['execution_error', error]))).toMatchObject({ kind: 'failed', isOutOfMemory: true })
})

test('tells an interrupted prompt from a failed one, although both are errors', () => {
  expect(readOutcome(ended(['execution_interrupted', { node_id: '1' }]))).toEqual({ kind: 'cancelled' })
})

test('reads entries of servers that write no status', () => {
  expect(files(readOutcome({ outputs: { '9': { audio: [saved('a.flac')] } } }))).toEqual(['a.flac'])
  expect(files(readOutcome({ outputs: {}, status: null }))).toEqual([])
  expect(readOutcome('nonsense')).toBeNull()
})
