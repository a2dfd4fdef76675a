import { expect, test } from 'vitest'
import { APP_DIR } from '#electron/config/app-files.ts'
import { detectInputs } from './detect-inputs.ts'
import type { Graph } from './graph.ts'
import { inspectGraph, readForeignGraph } from './inspect-graph.ts'
import { loadWorkflows } from './workflow-registry.ts'

const shipped = loadWorkflows(APP_DIR)
const suggested = (graph: Graph) =>
  Object.fromEntries(
    detectInputs(graph).flatMap(({ suggestedName, node, input }) =>
      suggestedName === null ? [] : [[suggestedName, `${node}.${input}`]],
    ),
  )
const inspect = (name: string, graph: Graph, taken: string[] = []) =>
  inspectGraph(name, graph, { takenIds: new Set(taken) })

/** What people chose for the workflows that come with the studio is what is found in them. */
test.each(shipped.list().map(({ workflowId }) => workflowId))('finds the inputs of %s', (workflowId) => {
  const { graph, inputs, jobType, requiredInputs } = shipped.get(workflowId)
  const found = detectInputs(graph)
  for (const name of [
    'text',
    'voice_sample',
    'audio',
    'sample_text',
    'seed',
    'prompt',
    'negative_prompt',
    'filename_prefix',
    'width',
  ]) {
    const target = inputs[name]
    // What Whisper calls a prompt is a hint.
    if (target === undefined || (name === 'prompt' && jobType === 'AUDIO' && !requiredInputs.includes(name))) continue
    const candidate = found.find(({ suggestedName }) => suggestedName === name)
    expect(candidate).toMatchObject({
      node: target.node,
      input: target.input,
      isRequired: requiredInputs.includes(name),
    })
    expect(candidate?.markup ?? undefined).toBe(target.markup)
  }
  const { suggestedType, suggestedId } = inspect(`${workflowId}.json`, graph)
  expect([suggestedId, suggestedType]).toEqual([workflowId, jobType])
  expect(inspect('graph.json', graph).suggestedType).toBe(jobType)
})

test('follows links to values, samples and prompts', () => {
  const graph: Graph = {
    '1': { class_type: 'LoadAudio', inputs: { audio: 'a.wav' } },
    '2': { class_type: 'TrimAudioDuration', inputs: { audio: ['1', 0], start_index: 0, duration: 12 } },
    '3': { class_type: 'PrimitiveStringMultiline', inputs: { value: 'Call me Ishmael.' } },
    '4': { class_type: 'LoadAudio', inputs: { audio: 'sad.wav' } },
    '5': {
      class_type: 'StrangeTTS',
      inputs: { emotion_audio: ['4', 0], ref_audio: ['2', 0], target_text: ['3', 0], noise_seed: 7, mood: 'calm' },
    },
    '6': { class_type: 'SaveAudioMP3', inputs: { audio: ['5', 0], filename_prefix: 'x', quality: 'V0' } },
  }
  expect(suggested(graph)).toEqual({
    text: '3.value',
    voice_sample: '1.audio',
    emotion_sample: '4.audio',
    seed: '5.noise_seed',
    filename_prefix: '6.filename_prefix',
  })
  expect(inspect('graph.json', graph).suggestedType).toBe('SPEECH')
})

test('finds the voice and its settings in the node that sets up an engine for the one that speaks', () => {
  const graph: Graph = {
    '1': {
      class_type: 'Qwen3TTSEngineNode',
      inputs: { model_variant: '1.7B', voice_preset: 'Ryan', language: 'Auto', instruct: '', temperature: 0.9 },
    },
    '2': { class_type: 'UnifiedTTSTextNode', inputs: { TTS_engine: ['1', 0], text: 'Hello.', seed: 1 } },
    '3': { class_type: 'SaveAudio', inputs: { audio: ['2', 0], filename_prefix: 'x' } },
  }
  expect(suggested(graph)).toMatchObject({
    text: '2.text',
    seed: '2.seed',
    model: '1.model_variant',
    voice: '1.voice_preset',
    instruct: '1.instruct',
    temperature: '1.temperature',
  })
})

test('finds the picture that a graph starts from, which a job may bring but need not', () => {
  const graph: Graph = {
    '1': { class_type: 'LoadImage', inputs: { image: 'sketch.png' } },
    '2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'x' } },
  }
  expect(detectInputs(graph)[0]).toMatchObject({ suggestedName: 'image', node: '1', isRequired: false })
})

test('tells what a picture shows from what it must not, behind guiders and guidance', () => {
  const graph: Graph = {
    '1': { class_type: 'CLIPTextEncode', inputs: { text: 'blurred', clip: ['9', 0] } },
    '2': { class_type: 'CLIPTextEncode', inputs: { text: 'a whale', clip: ['9', 0] } },
    '3': { class_type: 'FluxGuidance', inputs: { conditioning: ['2', 0], guidance: 3.5 } },
    '4': { class_type: 'CFGGuider', inputs: { model: ['9', 1], positive: ['3', 0], negative: ['1', 0], cfg: 4 } },
    '5': { class_type: 'RandomNoise', inputs: { noise_seed: 2 ** 64 } },
    '6': { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 768, batch_size: 1 } },
    '7': { class_type: 'SamplerCustomAdvanced', inputs: { noise: ['5', 0], guider: ['4', 0], latent_image: ['6', 0] } },
    '8': { class_type: 'SaveImage', inputs: { images: ['7', 0], filename_prefix: 'x' } },
  }
  expect(suggested(graph)).toMatchObject({
    prompt: '2.text',
    negative_prompt: '1.text',
    seed: '5.noise_seed',
    guidance: '3.guidance',
    cfg: '4.cfg',
    width: '6.width',
    height: '6.height',
  })
  expect(readForeignGraph('x', JSON.stringify(graph))['5']?.inputs['noise_seed']).toBe(Number.MAX_SAFE_INTEGER)
})

test('comes to an end in a ring, and at an input that is called like a word of every object', () => {
  const graph: Graph = {
    a: { class_type: 'PrimitiveString', inputs: { value: ['b', 0] } },
    b: { class_type: 'PrimitiveString', inputs: { value: ['a', 0] } },
    c: { class_type: 'Speak', inputs: { text: ['a', 0], constructor: 'x', audio: ['__proto__', 0] } },
    d: { class_type: 'SaveAudio', inputs: { audio: ['c', 0], filename_prefix: 'x' } },
  }
  expect(suggested(graph)).toEqual({ filename_prefix: 'd.filename_prefix' })
})

test('suggests an id that is free and fit for a file', () => {
  const { graph } = shipped.get('T2S_kokoro_v1')
  expect(inspect('T2S kokoro (neu).json', graph).suggestedId).toBe('T2S_kokoro_neu')
  expect(inspect('T2S_kokoro_v1.json', graph, ['T2S_kokoro_v1']).suggestedId).toBe('T2S_kokoro_v1_2')
  expect(inspect('日本.json', graph).suggestedId).toBe('workflow')
})

test('refuses a graph that saves nothing, and takes an unknown node at its end for one that may', () => {
  const speak = { '1': { class_type: 'FL_ChatterboxTTS', inputs: { text: 'x' } } }
  const refused = () => readForeignGraph('Speech.json', JSON.stringify(speak))
  expect(refused).toThrow('Speech.json has no node that saves or shows a result. Add one at its end in ComfyUI')
  const strange = { ...speak, '2': { class_type: 'Archive', inputs: { audio: ['1', 0] } } }
  expect(Object.keys(readForeignGraph('x', JSON.stringify(strange)))).toEqual(['1', '2'])
  const said = (): unknown => ({ output_node: false })
  expect(() => readForeignGraph('x', JSON.stringify(strange), said)).toThrow('has no node that saves')
})

test('says how to export a graph in the format of the editor', () => {
  const editor = JSON.stringify({ nodes: [{ id: 1 }], links: [], version: 0.4 })
  expect(() => readForeignGraph('Mine.json', editor)).toThrow(
    'Mine.json is in the format of the ComfyUI editor. Open it there and choose Workflow → Export (API). In an older ComfyUI, switch on Dev mode Options in the settings and choose Save (API Format).',
  )
})
