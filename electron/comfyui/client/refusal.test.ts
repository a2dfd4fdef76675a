import { expect, test } from 'vitest'
import { readRefusal } from './refusal.ts'

const said = (type: string, message: string, details = '') => ({
  error: { type, message, details, extra_info: {} },
  node_errors: {},
})

test('knows a missing node class in the words of old and new servers', () => {
  const old = readRefusal(said('invalid_prompt', 'Cannot execute because node Nope does not exist.', "Node ID '#1'"))
  expect(old).toMatchObject({ code: 'job.missingNode' })
  expect(old?.message).toMatch(/^Cannot execute because node Nope does not exist; Node ID '#1'\./)
  const words = "Node 'Speak' not found. The custom node may not be installed."
  expect(readRefusal(said('missing_node_type', words))).toMatchObject({ code: 'job.missingNode' })
})

test('starts with the words of the server and tells the cause in each node', () => {
  const body = {
    ...said('prompt_outputs_failed_validation', 'Prompt outputs failed validation'),
    node_errors: {
      '1': {
        class_type: 'EmptyImage',
        dependent_outputs: ['2'],
        errors: [
          { type: 'value_smaller_than_min', message: 'Value 0 smaller than min of 1', details: 'width' },
          { type: 'required_input_missing', message: 'Required input is missing', details: 'height' },
        ],
      },
    },
  }
  expect(readRefusal(body)).toMatchObject({
    code: 'job.invalid',
    message:
      'Prompt outputs failed validation; node 1 (EmptyImage): Required input is missing (height), Value 0 smaller than min of 1 (width).',
  })
})

test('sees node errors in a prompt that was taken', () => {
  const node = { class_type: 'SaveAudio', errors: [{ message: 'Return type mismatch', details: 'audio' }] }
  expect(readRefusal({ prompt_id: 'p', number: 1, node_errors: { '3': node } })?.message).toContain('SaveAudio')
})

test('finds no complaint where there is none', () => {
  expect(readRefusal({ prompt_id: 'p', number: 1, node_errors: {} })).toBeNull()
  expect(readRefusal({ prompt_id: 'p' })).toBeNull()
  expect(readRefusal(null)).toBeNull()
  expect(readRefusal({ error: 'No such route' })?.message).toBe('No such route.')
})

const notInList = (input: string, value: string, inWords = false) => ({
  error: { type: 'prompt_outputs_failed_validation', message: 'Prompt outputs failed validation', details: '' },
  node_errors: {
    '4': {
      class_type: 'CheckpointLoaderSimple',
      errors: [
        {
          type: 'value_not_in_list',
          message: 'Value not in list',
          details: `${input}: '${value}' not in (list of length 31)`,
          ...(inWords ? {} : { extra_info: { input_name: input, input_config: null, received_value: value } }),
        },
      ],
    },
  },
})

test.each([
  ['ckpt_name', 'SDXL\\base.safetensors'],
  ['unet_name', 'flux1-krea'],
  ['model', 'large-v3'],
  ['vocoder', 'bigvgan.pt'],
])('names a model that the server does not have: %s = %s', (input, value) => {
  for (const inWords of [false, true]) {
    const refusal = readRefusal(notInList(input, value, inWords))
    expect(refusal).toMatchObject({ code: 'job.missingModel' })
    expect(refusal?.message).toContain(`The server lacks the model ${value} for node 4 (CheckpointLoaderSimple).`)
  }
})

test('names a file that the server does not have, and where it may lie', () => {
  const complaint = {
    type: 'custom_validation_failed',
    message: 'Custom validation failed for node',
    details: 'audio - Invalid audio file: voices/ann.wav',
  }
  const refusal = readRefusal({ node_errors: { '6': { class_type: 'LoadAudio', errors: [complaint] } } })
  expect(refusal?.code).toBe('job.invalid')
  expect(refusal?.message).toMatch(/The server has no file voices\/ann\.wav\. Name one of the workspace/)
})

test.each([
  ['quality', '999k'],
  ['sampler_name', 'eulr'],
  ['voice_name', 'nobody'],
])('does not take every choice for a model: %s = %s', (input, value) => {
  expect(readRefusal(notInList(input, value))).toMatchObject({ code: 'job.invalid' })
})

test('stays short and on its lines, whatever a server complains of', () => {
  const errors = [{ type: 'x', message: 'a\nb\u001b[31m', details: 'z'.repeat(100_000) }]
  const node_errors = Object.fromEntries(Array.from({ length: 5000 }, (_, id) => [id, { class_type: 'N', errors }]))
  const message = readRefusal({ node_errors })?.message ?? ''
  expect(message.length).toBeLessThan(10_000)
  expect(message).toContain('and 4980 more nodes')
  expect(message).not.toMatch(/\p{Cc}/u)
})
