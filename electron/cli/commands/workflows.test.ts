import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { declaredNodes } from '#electron/engine/declared-nodes.ts'
import { startEngine, type Engine } from '#electron/engine/engine.ts'
import type { WorkflowCard } from '#shared/models/workflow-card.ts'
import { e3, e3Json } from '../e3-process.ts'

/** A pack of which the studio has never heard. */
const PACK = {
  'Strange TTS': {
    input: { required: { speech_text: ['STRING', {}], seed: ['INT', { default: 0, min: 0, max: 2 ** 32 - 1 }] } },
    output: ['AUDIO'],
    python_module: 'custom_nodes.strange-tts',
  },
}
const GRAPH = {
  '4:1': { class_type: 'Strange TTS', inputs: { speech_text: 'x', seed: 1 } },
  '5': { class_type: 'SaveAudio', inputs: { audio: ['4:1', 0], filename_prefix: 'a' } },
}

let root: string
let engine: Engine
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-workflows-'))
  engine = await startEngine({ dataDir: join(root, 'server'), workers: 1, extraNodes: declaredNodes(PACK) })
  await e3Json(['init'], root)
  const servers = `comfyui:\n  servers:\n    - { name: gpu-box, url: '${engine.url}' }\n    - { name: attic, url: 'http://127.0.0.1:9' }\n    - { name: embedded, url: embedded }\n`
  await writeFile(join(root, 'config/global_alpha.yaml'), servers)
  await writeFile(join(root, 'Strange.json'), JSON.stringify(GRAPH))
}, 120_000)
afterEach(async () => {
  await engine.close()
  await rm(root, { recursive: true, force: true })
})

const list = async () => (await e3Json<{ workflows: WorkflowCard[] }>(['workflows'], root)).workflows
const find = async (id: string) => (await list()).find(({ workflowId }) => workflowId === id)

test('lists what each server can do, and adds, tries, exports and removes a workflow', async () => {
  const kokoro = await find('T2S_kokoro_v1')
  expect(kokoro?.fits.map(({ serverName, status }) => [serverName, status])).toEqual([
    ['gpu-box', 'lacking'],
    ['attic', 'unknown'],
    ['embedded', 'lacking'],
  ])
  expect(kokoro?.fits[0]?.missing[0]?.pack?.repository).toBe('benjiyaya/ComfyUI-KokoroTTS')
  const { stdout } = await e3(['workflows'], root)
  expect(stdout).toContain('gpu-box lacks Kokoro TextToSpeech (ComfyUI-KokoroTTS); attic away; embedded cannot')

  const file = join(root, 'Strange.json')
  expect(
    await e3Json(
      ['workflows', 'import', file, '--label', 'fast', '--input', 'tempo=4:1.seed', '--input', 'seed='],
      root,
    ),
  ).toMatchObject({
    workflow: {
      workflowId: 'Strange',
      jobType: 'SPEECH',
      labels: ['fast'],
      inputs: [
        { name: 'text', node: '4:1', input: 'speech_text', isRequired: true },
        { name: 'filename_prefix', node: '5' },
        { name: 'tempo', node: '4:1', input: 'seed' },
      ],
    },
  })
  expect((await find('Strange'))?.fits[0]?.missing).toEqual([{ kind: 'label', name: 'fast', pack: null }])
  expect(await e3(['workflows', 'import', file, '--id', 'Strange'], root)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is a workflow Strange already') as string,
  })
  await e3Json(['workflows', 'import', file, '--id', 'Strange', '--replace'], root)

  const out = join(root, 'tried.flac')
  expect(await e3Json(['workflows', 'try', 'Strange', '--text', 'Call me Ishmael.', '--out', out], root)).toMatchObject(
    {
      trial: { serverName: 'gpu-box', files: [{ path: 'tried.flac' }] },
    },
  )
  expect((await stat(out)).size).toBeGreaterThan(1000)

  await e3Json(['workflows', 'export', 'Strange', '--out', join(root, 'out.json')], root)
  expect(JSON.parse(await readFile(join(root, 'out.json'), 'utf8'))).toEqual(GRAPH)
  await e3Json(['workflows', 'remove', 'Strange'], root)
  expect(await find('Strange')).toBeUndefined()
}, 60_000)

test('keeps what is needed, and brings back what came with the studio', async () => {
  expect(await e3(['workflows', 'remove', 'T2S_flite_v1'], root)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('belongs to the built-in engine') as string,
  })
  const before = await readFile(join(root, 'config/workflows.yaml'), 'utf8')
  await e3Json(['workflows', 'remove', 'T2A_ace_step_v1'], root)
  expect(await find('T2A_ace_step_v1')).toMatchObject({ isOffered: true, fits: [] })
  expect(await e3Json(['workflows', 'add-shipped'], root)).toEqual({ added: ['T2A_ace_step_v1'] })
  await writeFile(join(root, 'config/workflows.yaml'), before.replace('input: speaker }', 'input: text }'))
  expect(await find('T2S_kokoro_v1')).toMatchObject({ isChanged: true })
  await e3Json(['workflows', 'restore', 'T2S_kokoro_v1'], root)
  expect(await find('T2S_kokoro_v1')).toMatchObject({ isChanged: false })
}, 60_000)

test('says in words why a workflow cannot be added or tried', async () => {
  const file = join(root, 'Strange.json')
  const said = async (...args: string[]) => (await e3(['workflows', ...args], root)).stderr
  expect(await said('try', 'T2S_kokoro_v1')).toContain('No server can run T2S_kokoro_v1 (gpu-box, attic, embedded)')
  expect(await said('try', 'T2S_kokoro_v1', '--server', 'gpu-box')).toContain(
    'lacks Kokoro TextToSpeech of the node pack',
  )
  expect(await said('import', file, '--input', 'text=9.text')).toContain('The graph has no input 9.text for text')
  expect(await said('import', file, '--id', '../../x')).toContain('is no name for a workflow')
  await writeFile(file, JSON.stringify({ nodes: [], links: [] }))
  expect(await said('import', file)).toContain('Workflow → Export (API)')
  expect(await said('import', join(root, 'nowhere.json'))).toContain('cannot be read')
}, 60_000)
