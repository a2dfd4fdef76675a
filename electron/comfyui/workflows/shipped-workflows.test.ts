import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { APP_DIR, appFile } from '#electron/config/app-files.ts'
import { declaredNodes } from '#electron/engine/declared-nodes.ts'
import { startEngine, type Engine } from '#electron/engine/engine.ts'
import type { JobInputValue } from '#shared/models/job.ts'
import { packOf } from './node-packs.ts'
import { probeFits } from './probe-fits.ts'
import { runOnce } from './run-once.ts'
import { loadWorkflows } from './workflow-registry.ts'

/** Node classes as their packs declare them, by pack. */
const PACKS = Object.fromEntries(
  readdirSync(appFile('electron/comfyui/workflows/packs')).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(appFile(`electron/comfyui/workflows/packs/${file}`), 'utf8')) as Record<string, Declaration>,
  ]),
)
interface Declaration {
  input: { required: Record<string, [unknown, Record<string, unknown>?]> }
}

const workflows = loadWorkflows(APP_DIR)
const TEXT = 'Call me Ishmael.\nSome years ago.'

let dir: string
let engine: Engine
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-shipped-'))
  await writeFile(join(dir, 'sample.wav'), wav())
  engine = await startEngine({
    dataDir: join(dir, 'server'),
    workers: 1,
    extraNodes: declaredNodes(Object.assign({}, ...Object.values(PACKS)) as Record<string, Declaration>),
  })
})
afterAll(async () => {
  await engine.close()
  await rm(dir, { recursive: true })
})

/** A tenth of a second at 8 kHz. */
function wav(): Buffer {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + 1600, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(16000, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(1600, 40)
  return Buffer.concat([head, Buffer.alloc(1600, 1)])
}

/** What the workflow asks for. */
function inputsFor(workflowId: string): Record<string, JobInputValue> {
  const sample = join(dir, 'sample.wav')
  const given: Record<string, JobInputValue> = {
    text: TEXT,
    prompt: 'a whale',
    title: 'Moby Dick',
    voice_sample: sample,
    audio: sample,
    sample_text: 'What was said.',
  }
  const { requiredInputs } = workflows.get(workflowId)
  return Object.fromEntries(requiredInputs.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])))
}
const run = (workflowId: string, inputs: Record<string, JobInputValue> = {}, server = engine) =>
  runOnce({
    server: { name: 'gpu-box', url: server.url },
    workflow: workflows.get(workflowId),
    inputs: { ...inputsFor(workflowId), ...inputs },
    places: { input: (path) => path },
    outputDir: join(dir, 'out', workflowId),
    signal: new AbortController().signal,
  })

describe('each workflow that comes with the studio', () => {
  const ids = workflows.list().map(({ workflowId }) => workflowId)

  test('is sound', () => {
    expect(workflows.list().filter(({ problems }) => problems.length > 0)).toEqual([])
    expect(ids.length).toBeGreaterThanOrEqual(13)
  })

  test.each(ids)('%s runs on a server that has its nodes', async (workflowId) => {
    const { files, texts } = await run(workflowId)
    if (workflowId === 'S2T_whisper_v1') expect(texts).toHaveLength(1)
    else expect(files.every(({ sizeBytes }) => sizeBytes > 100) && files.length).toBe(1)
  })

  test.each(ids)('%s has a seed that its nodes take, and keeps its model', (workflowId) => {
    const { graph, inputs } = workflows.get(workflowId)
    for (const node of Object.values(graph)) {
      if ('keep_model_loaded' in node.inputs) expect(node.inputs['keep_model_loaded']).toBe(true)
      if ('unload_models' in node.inputs) expect(node.inputs['unload_models']).toBe(false)
      if ('force_offload' in node.inputs) expect(node.inputs['force_offload']).toBe(false)
      if ('seed' in node.inputs) expect(Object.values(inputs).some(({ input }) => input === 'seed')).toBe(true)
    }
  })
})

test('names the node pack of a class that a server lacks', async () => {
  const bare = await startEngine({ dataDir: join(dir, 'bare'), workers: 0 })
  try {
    await expect(run('T2S_chatterbox_v1', {}, bare)).rejects.toMatchObject({
      code: 'job.missingNode',
      message:
        'The server gpu-box lacks FL_ChatterboxTTS of the node pack ComfyUI_Fill-ChatterBox (filliptm/ComfyUI_Fill-ChatterBox). Install the node pack there with ComfyUI-Manager, restart ComfyUI, then try again.',
    })
    await expect(run('T2I_flux1_krea', {}, bare)).rejects.toMatchObject({
      code: 'job.missingNode',
      message: expect.stringContaining('Update ComfyUI there') as string,
    })
    const servers = [
      { name: 'bare', url: bare.url },
      { name: 'gpu-box', url: engine.url },
    ]
    const fits = await probeFits(servers, [workflows.get('T2S_kokoro_v1')], 5000)
    expect(fits.get('T2S_kokoro_v1')).toEqual([
      {
        serverName: 'bare',
        status: 'lacking',
        missing: [{ kind: 'node', name: 'Kokoro TextToSpeech', pack: packOf('Kokoro TextToSpeech') }],
      },
      { serverName: 'gpu-box', status: 'able', missing: [] },
    ])
  } finally {
    await bare.close()
  }
})

test('names a model that a server lacks, and a voice that it does not offer', async () => {
  const without = structuredClone(PACKS)
  const loader = without['core']?.['UNETLoader']
  if (loader) loader.input.required['unet_name'] = [['other.safetensors']]
  const poor = await startEngine({
    dataDir: join(dir, 'poor'),
    workers: 0,
    extraNodes: declaredNodes(Object.assign({}, ...Object.values(without)) as Record<string, Declaration>),
  })
  try {
    await expect(run('image_qwen_image', {}, poor)).rejects.toMatchObject({
      code: 'job.missingModel',
      message:
        'The server gpu-box lacks the model qwen_image_fp8_e4m3fn.safetensors, which UNETLoader loads. Put the model into the models folder there, then try again.',
    })
    await expect(run('T2S_kokoro_v1', { voice: 'nobody' }, poor)).rejects.toMatchObject({
      code: 'job.invalid',
      message:
        'The server gpu-box does not offer “nobody” as speaker of Kokoro TextToSpeech; it has af_sarah, af_bella, am_adam, bm_george. Choose another one.',
    })
  } finally {
    await poor.close()
  }
})

test('knows the pack of every class that the packs declare', () => {
  for (const [pack, classes] of Object.entries(PACKS)) {
    for (const name of Object.keys(classes)) expect([name, packOf(name) === null]).toEqual([name, pack === 'core'])
  }
})
