import { afterEach, beforeEach, expect, test } from 'vitest'
import { declaredNodes } from './declared-nodes.ts'
import { openStage, type Stage } from './fidelity/engine-stage.ts'
import type { HistoryEntry } from './prompts/history.ts'
import { decodeFlac } from './workers/flac.ts'

const SPEAKER = {
  input: {
    required: {
      text: ['STRING', { multiline: true }],
      voice: ['COMBO', { options: ['Ann', 'Bob'] }],
      speed: ['FLOAT', { default: 1, min: 0.5, max: 2 }],
      seed: ['INT', { default: 0 }],
    },
    optional: { audio_prompt: ['AUDIO'] },
    hidden: { unique_id: 'UNIQUE_ID' },
  },
  output: ['AUDIO', 'STRING'],
  output_name: ['audio', 'message'],
  python_module: 'custom_nodes.speaker',
}
const PACK = {
  'A Speaker': SPEAKER,
  Loader: { input: { required: { name: [['a.safetensors', 'b.safetensors']] } }, output: ['MODEL'] },
  Canvas: { input: { required: { width: ['INT', {}], height: ['INT', {}] } }, output: ['LATENT'] },
  Sampler: {
    input: { required: { model: ['MODEL'], latent: ['LATENT'], seed: ['INT', { min: 0, max: 2 ** 32 }] } },
    output: ['IMAGE'],
  },
}

let stage: Stage
beforeEach(async () => {
  stage = await openStage({ extraNodes: declaredNodes(PACK) })
})
afterEach(() => stage.close())

const speech = (inputs: object = {}) => ({
  '1': { class_type: 'A Speaker', inputs: { text: 'x'.repeat(60), voice: 'Ann', speed: 1, seed: 1, ...inputs } },
  '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: 's/x' } },
  '3': { class_type: 'PreviewAny', inputs: { source: ['1', 1] } },
})
const post = (prompt: object, id: string) => stage.send('POST', '/prompt', { json: { prompt, prompt_id: id } })
async function outputs(id: string): Promise<HistoryEntry['outputs']> {
  const read = async () => ((await stage.send('GET', `/history/${id}`)).json as Record<string, HistoryEntry>)[id]
  await expect.poll(read).toMatchObject({ status: { status_str: 'success' } })
  return (await read())?.outputs ?? {}
}
const file = (name: string) => stage.send('GET', `/view?filename=${name}&subfolder=s`)

test('a declared class is listed word for word', async () => {
  const { json } = await stage.send('GET', '/object_info/A%20Speaker')
  expect(json).toMatchObject({ 'A Speaker': { ...SPEAKER, name: 'A Speaker', output_node: false } })
})

test.each([
  [{ voice: 'Eve' }, 'value_not_in_list', "voice: 'Eve' not in ['Ann', 'Bob']"],
  [{ speed: 3 }, 'value_bigger_than_max', 'speed'],
  [{ text: undefined }, 'required_input_missing', 'text'],
  [
    { audio_prompt: ['1', 1] },
    'return_type_mismatch',
    'audio_prompt, received_type(STRING) mismatch input_type(AUDIO)',
  ],
])('%j is refused as %s', async (inputs, type, details) => {
  const reply = await post(speech(inputs), 'p')
  expect(reply.status).toBe(400)
  expect(reply.json).toMatchObject({ node_errors: { '1': { errors: [{ type, details }] } } })
})

test('speech is as long as its text, alike for the same seed and other for another', async () => {
  for (const [id, seed] of Object.entries({ a: 1, b: 1, c: 2 })) {
    await post(speech({ seed }), id)
    expect(await outputs(id)).toMatchObject({
      '2': { audio: [{ subfolder: 's' }] },
      '3': { text: [expect.stringContaining('stands for')] },
    })
    await stage.send('POST', '/free', { json: { free_memory: true } })
  }
  const [a, b, c] = await Promise.all(['x_00001_', 'x_00002_', 'x_00003_'].map((name) => file(`${name}.flac`)))
  expect(b!.bytes.equals(a!.bytes)).toBe(true)
  expect(c!.bytes.equals(a!.bytes)).toBe(false)
  const { channels, sampleRateHz } = await decodeFlac(a!.bytes)
  expect(channels[0]!.length / sampleRateHz).toBe(4)
})

test('a picture has the size of the canvas it began with', async () => {
  const graph = {
    '1': { class_type: 'Loader', inputs: { name: 'b.safetensors' } },
    '2': { class_type: 'Canvas', inputs: { width: 96, height: 160 } },
    '3': { class_type: 'Sampler', inputs: { model: ['1', 0], latent: ['2', 0], seed: 7 } },
    '4': { class_type: 'SaveImage', inputs: { images: ['3', 0], filename_prefix: 's/pic' } },
  }
  await post(graph, 'p')
  await outputs('p')
  const { bytes } = await file('pic_00001_.png')
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([96, 160])
})

test('a declaration without its types is refused by name', () => {
  expect(() => declaredNodes({ Broken: { input: {} } })).toThrow(/The declaration of Broken is wrong: .*output/s)
})
