import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { APP_DIR } from '#electron/config/app-files.ts'
import { loadWorkflows } from './workflow-registry.ts'
import type { WorkflowRegistry } from './workflow-registry.ts'
import { WorkflowStore } from './workflow-store.ts'
import type { WorkflowDraft } from './workflow-store.ts'

let root: string
let workflows: WorkflowRegistry
let store: WorkflowStore
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-store-'))
  await mkdir(join(root, 'config'))
  await cp(join(APP_DIR, 'config/workflows.yaml'), join(root, 'config/workflows.yaml'))
  await cp(join(APP_DIR, 'workflows'), join(root, 'workflows'), { recursive: true })
  workflows = loadWorkflows(root)
  store = new WorkflowStore({ root, bundledDir: APP_DIR, workflows })
})
afterEach(() => rm(root, { recursive: true }))

const GRAPH = {
  '1': { class_type: 'LoadImage', inputs: { image: 'a.png' } },
  '2': { class_type: 'Speak', inputs: { text: 'x', seed: 1, picture: ['1', 0] } },
  '3': { class_type: 'SaveAudio', inputs: { audio: ['2', 0], filename_prefix: 'a' } },
}
const input = (name: string, node: string, key: string, isRequired = false) => {
  return { name, node, input: key, isRequired, markup: null }
}
const DRAFT: WorkflowDraft = {
  workflowId: 'mine',
  description: 'Speaks.',
  jobType: 'SPEECH',
  inputs: [input('text', '2', 'text', true), input('look', '1', 'image')],
  labels: ['fast'],
  canBatch: true,
  graph: JSON.stringify(GRAPH),
}
const yaml = () => readFile(join(root, 'config/workflows.yaml'), 'utf8')
const templates = async () => (await readdir(join(root, 'workflows'))).filter((name) => name.startsWith('mine'))

test('a workflow that is added can be used at once, and the file keeps all else', async () => {
  const before = await yaml()
  await store.save(DRAFT)
  expect(workflows.get('mine')).toMatchObject({
    requiredInputs: ['text'],
    labels: ['fast'],
    canBatch: true,
    graph: GRAPH,
  })
  expect(workflows.get('mine').inputs['look']?.isFile).toBe(true)
  expect((await yaml()).startsWith(before)).toBe(true)
  expect(await templates()).toEqual(['mine.json'])
})

test('another graph gets another file, and the earlier one stays', async () => {
  await store.save(DRAFT)
  const { version } = workflows.get('mine')
  const other = { ...GRAPH, '2': { ...GRAPH['2'], class_type: 'Shout' } }
  await store.save({ ...DRAFT, graph: JSON.stringify(other) })
  expect(workflows.get('mine').version).not.toBe(version)
  expect(await templates()).toHaveLength(2)
  await store.save(DRAFT)
  expect(workflows.get('mine').version).toBe(version)
  expect(await templates()).toHaveLength(2)
})

test('a change without a graph keeps the template, also of a workflow whose mapping is broken', async () => {
  await store.save(DRAFT)
  await writeFile(
    join(root, 'config/workflows.yaml'),
    (await yaml()).replace("node: '2', input: text", "node: '2', input: gone"),
  )
  workflows.reload()
  expect(workflows.isUsable('mine')).toBe(false)
  const changes = { ...DRAFT, graph: undefined }
  await store.save({ ...changes, description: 'Speaks well.' })
  expect(workflows.get('mine').description).toBe('Speaks well.')
  await expect(store.save({ ...changes, workflowId: 'nobody' })).rejects.toMatchObject({ code: 'workflow.unknown' })
})

test('a mapping that does not fit changes nothing', async () => {
  const before = await yaml()
  const inputs = [input('text', '2', 'words'), input('text', '9', 'text'), input('picture', '2', 'picture')]
  await expect(store.save({ ...DRAFT, inputs })).rejects.toMatchObject({
    code: 'workflow.badMapping',
    data: {
      problems: [
        'input "text" is there twice',
        'input "text": the template has no node 9',
        'input "picture": picture of node 2 is linked to another node and takes no value',
      ],
    },
  })
  expect([await yaml(), await templates()]).toEqual([before, []])
})

test('a shipped workflow that was changed or removed comes back as it came', async () => {
  const { version } = workflows.get('T2S_kokoro_v1')
  await store.save({ ...DRAFT, workflowId: 'T2S_kokoro_v1' })
  expect(store.isChanged('T2S_kokoro_v1')).toBe(true)
  await store.restore('T2S_kokoro_v1')
  expect([store.isChanged('T2S_kokoro_v1'), workflows.get('T2S_kokoro_v1').version]).toEqual([false, version])
  await store.remove('T2S_kokoro_v1')
  expect(store.offered()).toEqual(['T2S_kokoro_v1'])
  expect(workflows.isUsable('T2S_kokoro_v1')).toBe(false)
  await store.restore(...store.offered())
  expect([store.offered(), workflows.get('T2S_kokoro_v1').version]).toEqual([[], version])
  await expect(store.restore('mine')).rejects.toMatchObject({ code: 'workflow.notShipped' })
})

test('changes at the same time all count', async () => {
  await Promise.all(['a', 'b', 'c'].map((workflowId) => store.save({ ...DRAFT, workflowId })))
  expect(['a', 'b', 'c'].every((id) => workflows.isUsable(id))).toBe(true)
  await Promise.all(['a', 'b', 'c'].map((id) => store.remove(id)))
  expect(await yaml()).toBe(await readFile(join(APP_DIR, 'config/workflows.yaml'), 'utf8'))
})

test('gives a graph back as ComfyUI takes it', async () => {
  await store.save(DRAFT)
  const { name, graph } = await store.export('mine')
  expect([name, JSON.parse(graph)]).toEqual(['mine.json', GRAPH])
})
