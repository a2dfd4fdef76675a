import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Dialect } from '../dialect.ts'
import { EngineFiles } from '../engine-files.ts'
import { PROBE_NODES } from '../fidelity/probe-nodes.ts'
import type { InputSpec, NodeClass } from '../node-class.ts'
import { CORE_NODES } from '../nodes/core-nodes.ts'
import type { Graph } from './graph.ts'
import { isGraph, validatePrompt, type Validation } from './validate-prompt.ts'

/** An output node with one input of a given kind. */
function sink(name: string, spec: InputSpec): NodeClass {
  return {
    ...(PROBE_NODES[0] as NodeClass),
    name,
    inputs: () => ({ required: { value: spec } }),
  }
}

const LONG_LIST = Array.from({ length: 21 }, (_, index) => `voice ${index}`)
const CLASSES = new Map(
  [...CORE_NODES, ...PROBE_NODES, sink('Union', ['MODEL,AUDIO']), sink('LongList', [LONG_LIST])].map((node) => [
    node.name,
    node,
  ]),
)

let dataDir: string
let files: EngineFiles
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'e3-validate-'))
  files = new EngineFiles(dataDir)
  await writeFile(join(files.root('output'), 'a_00001_.flac'), 'x')
})
afterAll(() => rm(dataDir, { recursive: true }))

const validate = (graph: Graph, targets: string[] | null = null, dialect: Dialect = '0.3.64'): Validation =>
  validatePrompt(graph, { classes: CLASSES, files, dialect, targets })

const image = (inputs: Record<string, unknown> = {}): Graph[string] => ({
  class_type: 'EmptyImage',
  inputs: { width: 8, height: 8, batch_size: 1, color: 1, ...inputs },
})
const saved = (source: unknown): Graph[string] => ({
  class_type: 'SaveImage',
  inputs: { images: source, filename_prefix: 'x' },
})

describe('one wrong input', () => {
  const cases: [string, Graph, string, string, string][] = [
    [
      'a missing input',
      { '1': image(), '2': { class_type: 'SaveImage', inputs: { images: ['1', 0] } } },
      '2',
      'required_input_missing',
      'filename_prefix',
    ],
    ['a link of three parts', { '1': image(), '2': saved(['1', 0, 0]) }, '2', 'bad_linked_input', 'images'],
    [
      'a link of the wrong type',
      { '1': image(), '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: 'x' } } },
      '2',
      'return_type_mismatch',
      'audio, received_type(IMAGE) mismatch input_type(AUDIO)',
    ],
    [
      'text for a number',
      { '1': image({ width: 'wide' }), '2': saved(['1', 0]) },
      '1',
      'invalid_input_type',
      "width, wide, invalid literal for int() with base 10: 'wide'",
    ],
    ['too small a number', { '1': image({ width: 0 }), '2': saved(['1', 0]) }, '1', 'value_smaller_than_min', 'width'],
    [
      'too big a number',
      { '1': image({ batch_size: 5000 }), '2': saved(['1', 0]) },
      '1',
      'value_bigger_than_max',
      'batch_size',
    ],
    [
      'a value that is no choice',
      {
        '1': { class_type: 'FliteSpeech', inputs: { text: 'x', voice: 'kal', speed: 1, seed: 0 } },
        '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: 'x' } },
      },
      '1',
      'value_not_in_list',
      "voice: 'kal' not in ['slt', 'rms', 'awb', 'kal16']",
    ],
    [
      'a value of a long list',
      { '1': { class_type: 'LongList', inputs: { value: 'x' } } },
      '1',
      'value_not_in_list',
      "value: 'x' not in (list of length 21)",
    ],
    [
      'a file that is not there',
      {
        '1': { class_type: 'LoadAudio', inputs: { audio: 'missing.wav' } },
        '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: 'x' } },
      },
      '1',
      'custom_validation_failed',
      'audio - Invalid audio file: missing.wav',
    ],
    ['a link to nothing', { '1': saved(['99', 0]) }, '1', 'exception_during_validation', "'99'"],
    [
      'a link to nothing further up',
      {
        '1': { class_type: 'TrimAudioDuration', inputs: { audio: ['99', 0], start_index: 0, duration: 1 } },
        '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: 'x' } },
      },
      '1',
      'exception_during_inner_validation',
      "'99'",
    ],
    [
      'a link to an output that is not there',
      { '1': image(), '2': saved(['1', 1]) },
      '2',
      'exception_during_validation',
      'tuple index out of range',
    ],
  ]
  test.each(cases)('%s is named at its node', (_name, graph, id, type, details) => {
    const { error, nodeErrors } = validate(graph)
    expect(error?.type).toBe('prompt_outputs_failed_validation')
    expect(Object.keys(nodeErrors)).toEqual([id])
    expect(nodeErrors[id]?.errors).toMatchObject([{ type, details }])
  })
})

test('runs in a circle end in a refusal, not in an endless loop', () => {
  const trim = (source: string): Graph[string] => ({
    class_type: 'TrimAudioDuration',
    inputs: { audio: [source, 0], start_index: 0, duration: 1 },
  })
  const graph = {
    '1': trim('2'),
    '2': trim('1'),
    '3': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: 'x' } },
  }
  expect(validate(graph).error?.type).toBe('prompt_outputs_failed_validation')
})

test('keeps the valid outputs when another one is invalid', () => {
  const graph = {
    '1': image(),
    '2': saved(['1', 0]),
    '3': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: 'x' } },
  }
  const { error, outputs, nodeErrors } = validate(graph)
  expect(error).toBeNull()
  expect(outputs).toEqual(['2'])
  expect(nodeErrors).toMatchObject({ '3': { class_type: 'SaveAudio', dependent_outputs: ['3'] } })
})

test('lists every output that an invalid node takes down', () => {
  const graph = { '1': image({ width: 0 }), '2': saved(['1', 0]), '3': saved(['1', 0]) }
  expect(validate(graph).nodeErrors['1']?.dependent_outputs).toEqual(['2', '3'])
})

test('converts literals in the graph and keeps what it does not know', () => {
  const graph = {
    '1': image({ width: '16', height: 16.9, surplus: 'kept', color: { __value__: 7 } }),
    '2': saved(['1', 0]),
  }
  expect(validate(graph).error).toBeNull()
  expect(graph['1'].inputs).toEqual({ width: 16, height: 16, batch_size: 1, color: 7, surplus: 'kept' })
})

test('lets a union take each of its types, and any type into a star', () => {
  const silence = { class_type: 'EmptyAudio', inputs: { duration: 1, sample_rate: 8000, channels: 1 } }
  expect(validate({ '1': silence, '2': { class_type: 'Union', inputs: { value: ['1', 0] } } }).error).toBeNull()
  expect(validate({ '1': silence, '2': { class_type: 'PreviewAny', inputs: { source: ['1', 0] } } }).error).toBeNull()
})

test('finds a file of another root through its annotation, and none outside the roots', () => {
  const load = (audio: string): Graph => ({
    '1': { class_type: 'LoadAudio', inputs: { audio } },
    '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: 'x' } },
  })
  expect(validate(load('a_00001_.flac [output]')).error).toBeNull()
  expect(validate(load('a_00001_.flac')).error).not.toBeNull()
  expect(validate(load('../output/a_00001_.flac')).error).not.toBeNull()
})

test('runs only the outputs that were asked for', () => {
  const graph = { '1': image(), '2': saved(['1', 0]), '3': saved(['1', 0]) }
  expect(validate(graph, ['3']).outputs).toEqual(['3'])
  expect(validate(graph, ['1']).error?.type).toBe('prompt_no_outputs')
})

test.each([
  ['no class', { '1': { inputs: {} } }, 'Cannot execute because a node is missing the class_type property.'],
  ['an unknown class', { '1': { class_type: 'Nope', inputs: {} } }, 'Cannot execute because node Nope does not exist.'],
  [
    'the name of an object method as class',
    { '1': { class_type: 'toString', inputs: {} } },
    'Cannot execute because node toString does not exist.',
  ],
])('refuses the whole graph for %s', (_name, graph, message) => {
  expect(validate(graph as unknown as Graph).error).toMatchObject({
    type: 'invalid_prompt',
    message,
    details: "Node ID '#1'",
  })
})

test.each([[null], [[1]], ['graph'], [{ '1': 'node' }], [{ '1': { class_type: 'X', inputs: [] } }]])(
  'tells that %j is no graph',
  (value) => {
    expect(isGraph(value)).toBe(false)
  },
)
