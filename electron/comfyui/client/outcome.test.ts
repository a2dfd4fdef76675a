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
    files: [{ filename: 'a.glb', subfolder: '', type: 'output', nodeId: '9' }],
    texts: [],
    renderMs: null,
  })
})

test('keeps the words, the node and the whole traceback of a failure, but not the graph or its text', () => {
  const error = {
    node_id: 3,
    node_type: 'SaveAudio',
    exception_message: 'ndarray is not C-contiguous\n',
    exception_type: 'ValueError',
    traceback: ['  File "nodes.py", line 1, in run\n    return save(audio)\n', '  File "av.py", line 2, in save\n'],
    current_inputs: { prompt: ['Call me Ishmael.'] },
  }
  expect(readOutcome(ended(['execution_error', error]))).toEqual({
    kind: 'failed',
    message: 'ndarray is not C-contiguous (ValueError in node 3, SaveAudio)',
    trace: [
      'ndarray is not C-contiguous',
      'ValueError in node 3, SaveAudio',
      '  File "nodes.py", line 1, in run',
      '    return save(audio)',
      '  File "av.py", line 2, in save',
    ].join('\n'),
    nodeId: '3',
    nodeType: 'SaveAudio',
    exceptionType: 'ValueError',
    isOutOfMemory: false,
  })
})

test('reads a failure of which the server says next to nothing', () => {
  expect(readOutcome(ended())).toMatchObject({ message: 'The server reports an error without a cause.', nodeId: null })
  expect(readOutcome(ended(['execution_error', { exception_type: 'KeyError' }]))).toMatchObject({
    message: 'KeyError (KeyError in node ?, of no known class)',
    exceptionType: 'KeyError',
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

test('takes the last word for the end', () => {
  const failed = ['execution_error', { node_id: '1' }]
  const interrupted = ['execution_interrupted', { node_id: '1' }]
  expect(readOutcome(ended(interrupted, failed))).toMatchObject({ kind: 'failed', nodeId: '1' })
  expect(readOutcome(ended(failed, interrupted))).toEqual({ kind: 'cancelled' })
})

test('tells by the clock of the server how long it rendered', () => {
  const at = (type: string, timestamp: unknown) => [type, { prompt_id: 'p', timestamp }]
  const entry = (...messages: unknown[]) => ({ outputs: {}, status: { status_str: 'success', messages } })
  const whole = entry(at('execution_start', 1000), at('execution_cached', 1001), at('execution_success', 3500))
  expect(readOutcome(whole)).toMatchObject({ renderMs: 2500 })
  expect(readOutcome(entry(at('execution_success', 3500)))).toMatchObject({ renderMs: null })
  expect(readOutcome(entry(at('execution_start', 'x'), at('execution_success', 3)))).toMatchObject({ renderMs: null })
})

test('finds files and texts under any key, alone or in lists, with their nodes', () => {
  const outputs = {
    '10': { string: 'the end', animated: [true], number: [3] },
    '9:2': { gifs: [saved('a.mp4')], '3d': saved('b.glb'), text: ['one', ['two']], metadata: ['not a text'] },
  }
  expect(readOutcome(success(outputs))).toMatchObject({
    files: [
      { filename: 'a.mp4', nodeId: '9:2' },
      { filename: 'b.glb', nodeId: '9:2' },
    ],
    texts: ['one', 'two', 'the end'],
  })
})

test('leaves out what no file is called, and fails a prompt with files beyond reason', () => {
  const names = ['', 'a\0.png', 'x'.repeat(2000), 5, null, { filename: 'a' }]
  const list = names.map((filename) => ({ filename, subfolder: '', type: 'output' }))
  expect(files(readOutcome(success({ '1': { images: [...list, saved('a.png')] } })))).toEqual(['a.png'])
  const many = Array.from({ length: 50_000 }, (_, index) => saved(`${index}.png`))
  expect(readOutcome(success({ '1': { images: many } }))).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('more than 1000 files') as string,
  })
})

test('takes no key of an answer for more than a key', () => {
  const entry: unknown = JSON.parse(
    '{"outputs": {"__proto__": {"images": [{"filename": "a.png"}]}}, "__proto__": {"x": 1}}',
  )
  expect(readOutcome(entry)).toMatchObject({ kind: 'success' })
  expect(({} as Record<string, unknown>)['x']).toBeUndefined()
})

test('reads entries of servers that write no status', () => {
  expect(files(readOutcome({ outputs: { '9': { audio: [saved('a.flac')] } } }))).toEqual(['a.flac'])
  expect(files(readOutcome({ outputs: {}, status: null }))).toEqual([])
  expect(readOutcome('nonsense')).toBeNull()
})
