import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { loadWorkflows } from '#electron/comfyui/workflow-registry.ts'
import { openWorkspace } from '#electron/config/workspace.ts'
import type { Narrator } from '#shared/models/narrator.ts'
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
])('gives %s only inputs that it takes', async (voiceModel, taken) => {
  const voice = await voiceOf({ narrator: { ...anna, voiceModel }, workflows, workspace })
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
