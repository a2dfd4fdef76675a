import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { loadWorkflows } from '#electron/comfyui/workflows/workflow-registry.ts'
import { APP_DIR, appFile } from '#electron/config/app-files.ts'
import { misfit, readClassInputs, voiceParameters } from './voice-parameters.ts'

const workflows = loadWorkflows(APP_DIR)
/** Node classes as their packs declare them. */
const declared = Object.assign(
  {},
  ...readdirSync(appFile('electron/comfyui/workflows/packs')).map(
    (file) => JSON.parse(readFileSync(appFile(`electron/comfyui/workflows/packs/${file}`), 'utf8')) as object,
  ),
) as Record<string, unknown>

function parameter(workflowId: string, name: string, classes: Readonly<Record<string, unknown>> = declared) {
  const found = voiceParameters(workflows.get(workflowId), (classType) => readClassInputs(classes[classType]))
  const one = found.find((candidate) => candidate.name === name)
  if (!one) throw new Error(`${workflowId} has no ${name}`)
  return one
}

it('takes ranges, choices and long texts from what a pack declares', () => {
  expect(parameter('T2S_chatterbox_v1', 'exaggeration')).toMatchObject({ min: 0.25, max: 2, step: 0.05, default: 0.5 })
  expect(parameter('T2S_vibevoice_v1', 'steps')).toMatchObject({ min: 1, max: 500, step: 1 })
  expect(parameter('T2S_qwen3_v1', 'instruct')).toMatchObject({ kind: 'text', isLong: true, default: '' })
  const voice = parameter('T2S_qwen3_v1', 'voice')
  expect(voice).toMatchObject({ kind: 'choice', default: 'Ryan' })
  expect(misfit(voice, 'Vivian')).toBeNull()
  expect(misfit(voice, 'Nobody')).not.toBeNull()
})

it('leaves to the studio what it fills in itself', () => {
  const names = voiceParameters(workflows.get('T2S_qwen3_clone_v1'), () => null).map(({ name }) => name)
  expect(names).toEqual(['language', 'model', 'temperature', 'top_p'])
})

it.each([
  ['a maximum beyond what arrives as it was sent', ['INT', { min: 0, max: 2 ** 64 }], 0, 2 ** 53 - 1],
  ['a minimum alone', ['FLOAT', { min: 10 }], 10, 10],
  ['a maximum alone', ['FLOAT', { max: 0.8 }], 0, 0.8],
  ['nothing', ['FLOAT'], 0, 2],
])('makes a usable range of %s', (_, definition, min, max) => {
  const classes = { FL_ChatterboxTTS: { input: { required: { exaggeration: definition } } } }
  expect(parameter('T2S_chatterbox_v1', 'exaggeration', classes)).toMatchObject({ kind: 'number', min, max })
})
