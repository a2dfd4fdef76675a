import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { declaredNodes } from '#electron/engine/declared-nodes.ts'
import { startEngine, type Engine } from '#electron/engine/engine.ts'
import type { Workflow } from './bind-workflow.ts'
import { ComfyClient } from '../client/client.ts'
import type { Graph } from './graph.ts'
import { ServerAbilities } from './server-abilities.ts'

const PACK = {
  Speaker: {
    input: {
      required: {
        text: ['STRING', {}],
        model_name: [['small.safetensors', 'large.safetensors']],
        voice: ['COMBO', { options: ['Ann', 'Bob'] }],
        steps: [[10, 20]],
        prompt_audio: [['a.wav'], { audio_upload: true }],
      },
    },
    output: ['AUDIO'],
  },
  Empty: { input: { required: { lora: [[]] } }, output: ['AUDIO'] },
}
const speaker = (inputs: Graph[string]['inputs'] = {}): Graph => ({
  '1': {
    class_type: 'Speaker',
    inputs: { text: '', model_name: 'small.safetensors', voice: 'Ann', steps: 10, prompt_audio: 'e3/b.wav', ...inputs },
  },
})
const workflow = (graph: Graph, inputs: Record<string, string> = {}, version = JSON.stringify(graph)): Workflow => ({
  workflowId: 'w',
  description: '',
  jobType: 'SPEECH',
  requiredInputs: [],
  inputs: Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, { node: '1', input, isFile: false }]),
  ),
  labels: [],
  canBatch: false,
  graph,
  version,
})

let dir: string
let engine: Engine
let client: ComfyClient
let asked: string[]
let abilities: ServerAbilities
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-abilities-'))
  await open(PACK)
})
afterEach(async () => {
  client.close()
  await engine.close()
  await rm(dir, { recursive: true })
})

async function open(pack: Parameters<typeof declaredNodes>[0]): Promise<void> {
  engine = await startEngine({ dataDir: dir, workers: 0, extraNodes: declaredNodes(pack) })
  client = new ComfyClient({ server: { url: engine.url } })
  asked = []
  const describeClass = (name: string) => {
    asked.push(name)
    return client.describeClass(name)
  }
  abilities = new ServerAbilities({ describeClass }, 'gpu-box')
}
const missing = async (one: Workflow) => {
  await abilities.learnThese([one])
  return abilities.missingIn(one).map(({ kind, name }) => `${kind} ${name}`)
}

test('finds missing classes, models and choices, and takes what can be chosen or uploaded for no lack', async () => {
  expect(await missing(workflow(speaker()))).toEqual([])
  expect(await missing(workflow(speaker({ model_name: 'huge.safetensors', voice: 'Eve', steps: 30 })))).toEqual([
    'model huge.safetensors',
    'choice Eve',
    'choice 30',
  ])
  expect(await missing(workflow(speaker({ voice: 'Eve' }), { voice: 'voice' }))).toEqual([])
  expect(
    await missing(workflow({ '1': { class_type: 'Empty', inputs: { lora: 'x.safetensors' } } }, { lora: 'lora' })),
  ).toEqual(['model x.safetensors'])
  expect(await missing(workflow({ '1': { class_type: 'Kokoro TextToSpeech', inputs: {} } }))).toEqual([
    'node Kokoro TextToSpeech',
  ])
})

test('judges a job by what it brings, by either name', async () => {
  const one = workflow(speaker({ voice: 'Eve' }), { voice: 'voice', model: 'model_name' })
  await abilities.learnThese([one])
  expect(abilities.fits(one, {})).toBe(false)
  expect(abilities.fits(one, { voice: 'Bob', '1_steps': '20' })).toBe(true)
  expect(abilities.fits(one, { voice: 'Bob', '1_steps': 30 })).toBe(false)
  await expect(abilities.assertAble(one, { voice: 'Bob', model: 'huge.gguf' })).rejects.toMatchObject({
    code: 'job.missingModel',
    data: { serverName: 'gpu-box', missing: [{ kind: 'model', name: 'huge.gguf' }] },
  })
  await expect(abilities.assertAble(one, { voice: 'Eve' })).rejects.toMatchObject({ code: 'job.invalid' })
  await abilities.assertAble(one, { voice: 'Ann' })
})

test('asks for each class once, and again only for what is lacking or after the server was away', async () => {
  const good = workflow(speaker())
  const bad = workflow({ '1': { class_type: 'Nowhere', inputs: {} } })
  await abilities.learnThese([good, bad])
  await abilities.learnThese([good, bad])
  expect(asked).toEqual(['Speaker', 'Nowhere', 'Nowhere'])
  abilities.forget()
  expect(abilities.describe('Speaker')).not.toBeNull()
  await abilities.learnThese([good])
  expect(asked.slice(3)).toEqual(['Speaker'])
})

test('finds what was installed since before it refuses a job', async () => {
  const one = workflow({ '1': { class_type: 'Late', inputs: {} } })
  expect(await missing(one)).toEqual(['node Late'])
  const { url } = engine
  await engine.close()
  const late = declaredNodes({ Late: { input: { required: {} }, output: ['AUDIO'] } })
  engine = await startEngine({ dataDir: dir, workers: 0, extraNodes: late, port: Number(new URL(url).port) })
  await abilities.assertAble(one)
  expect(abilities.fits(one, {})).toBe(true)
})

test('puts a class without a known pack and one of ComfyUI itself into words', async () => {
  const said = (classType: string) => abilities.assertAble(workflow({ '1': { class_type: classType, inputs: {} } }))
  await expect(said('Nowhere')).rejects.toThrow(
    'The server gpu-box lacks Nowhere. Look for the class in ComfyUI-Manager and install its node pack there, restart ComfyUI, then try again.',
  )
  await expect(said('KSampler')).rejects.toThrow('The server gpu-box lacks KSampler. Update ComfyUI there, restart')
})
