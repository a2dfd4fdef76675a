import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { loadWorkflows } from '#electron/comfyui/workflows/workflow-registry.ts'
import { openWorkspace } from '#electron/config/workspace.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import { keyOf } from './speech-plan.ts'
import { speechInputs, voiceOf } from './voice.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const workflows = loadWorkflows(root)
const workspace = openWorkspace({ root, env: 'alpha', processEnv: {} })
const anna: Narrator = {
  narratorId: 'narrator_009',
  name: 'Anna',
  voiceSamplePath: 'foundry/samples/six-fables.html',
  sampleText: null,
  voiceModel: '',
  language: 'en',
  gender: null,
  description: null,
  active: true,
  parameters: {},
}

it.each([
  ['T2S_flite_v1', ['seed', 'text']],
  ['T2S_kokoro_v1', ['text']],
  ['T2S_chatterbox_v1', ['seed', 'text', 'voice_sample']],
  ['T2S_qwen3_v1', ['seed', 'text']],
  ['T2S_qwen3_clone_v1', ['sample_text', 'seed', 'text', 'voice_sample']],
  ['T2S_vibevoice_v1', ['seed', 'text', 'voice_sample']],
  ['T2S_f5_v1', ['sample_text', 'seed', 'text', 'voice_sample']],
])('gives %s only inputs that it takes', async (voiceModel, taken) => {
  const narrator = { ...anna, voiceModel, sampleText: 'A fox saw some grapes.' }
  const voice = await voiceOf({ narrator, workflows, workspace })
  const inputs = speechInputs(voice, { text: 'Call me Ishmael.', seed: 42 })
  expect(Object.keys(inputs).sort()).toEqual(taken)
  expect(() => workflows.bind(voiceModel, inputs)).not.toThrow()
})

it('asks for the sample that a cloned voice needs', async () => {
  const narrator = { ...anna, voiceModel: 'T2S_chatterbox_v1' }
  const asked = (voiceSamplePath: string | null) =>
    voiceOf({ narrator: { ...narrator, voiceSamplePath }, workflows, workspace })
  await expect(asked(null)).rejects.toThrow('has no voice sample')
  await expect(asked('foundry/samples/nobody.wav')).rejects.toThrow('The voice sample of Anna cannot be read')
})

it('asks for the words of a sample where the voice model cannot speak without them', async () => {
  const asked = (voiceModel: string) => voiceOf({ narrator: { ...anna, voiceModel }, workflows, workspace })
  await expect(asked('T2S_f5_v1')).rejects.toThrow('Write down its words, exactly as they are spoken.')
  const inputs = speechInputs(await asked('T2S_qwen3_clone_v1'), { text: 'Call me Ishmael.', seed: 42 })
  expect(workflows.bind('T2S_qwen3_clone_v1', inputs).graph['10']?.inputs).toMatchObject({
    x_vector_only: true,
    reference_text: '',
  })
})

it('tells a model the words of a sample, and puts its own markup around the text', async () => {
  const bound = async (voiceModel: string) => {
    const voice = await voiceOf({ narrator: { ...anna, voiceModel, sampleText: 'A fox.' }, workflows, workspace })
    return workflows.bind(voiceModel, speechInputs(voice, { text: 'Call me\nIshmael.', seed: 42 })).graph['10']?.inputs
  }
  expect(await bound('T2S_qwen3_clone_v1')).toMatchObject({ x_vector_only: false, reference_text: 'A fox.' })
  expect(await bound('T2S_vibevoice_v1')).toMatchObject({ text: 'Speaker 1: Call me Ishmael.' })
})

it('keeps the names of sounds from before there were words of samples', async () => {
  const voice = await voiceOf({ narrator: { ...anna, voiceModel: 'T2S_chatterbox_v1' }, workflows, workspace })
  const named = keyOf('Call me Ishmael.', {
    ...voice,
    workflowVersion: 'v1',
    sample: { path: 'a', sha256: 'b', text: null },
  })
  expect(named).toEqual({ audioKey: 'e88a111f213b59cee86feeebaaf79df4', seed: 1702090424 })
  const withWords = { ...anna, voiceModel: 'T2S_chatterbox_v1', sampleText: 'A fox.' }
  expect(await voiceOf({ narrator: withWords, workflows, workspace })).toEqual(voice)
})
