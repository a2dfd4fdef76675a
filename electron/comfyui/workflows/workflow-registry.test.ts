import { writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadWorkflows, WorkflowRegistry } from './workflow-registry.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-workflows-'))
  await mkdir(join(root, 'config'))
  await writeFile(join(root, 'good.json'), JSON.stringify(GRAPH))
})
afterEach(() => rm(root, { recursive: true }))

const GRAPH = {
  '1': { class_type: 'Speak', inputs: { text: '', seed: 1 } },
  '2': { class_type: 'Save', inputs: { audio: ['1', 0], prefix: 'a' } },
}
const entry = (template: string, inputs: string, required = 'text') => `
  template_path: ${template}
  description: Speaks.
  job_type: SPEECH
  required_inputs: [${required}]
  inputs: ${inputs}
`
async function load(yaml: string) {
  await writeFile(join(root, 'config/workflows.yaml'), yaml)
  return loadWorkflows(root)
}
const problems = async (yaml: string) => (await load(`w:${yaml}`)).list()[0]?.problems.join('; ')

test('knows a sound workflow and binds it', async () => {
  const workflows = await load(`w:${entry('good.json', '{ text: { node: 1, input: text } }')}`)
  expect(workflows.list()).toEqual([{ workflowId: 'w', description: 'Speaks.', jobType: 'SPEECH', problems: [] }])
  expect(workflows.bind('w', { text: 'a' }).graph['1']?.inputs['text']).toBe('a')
  expect(() => workflows.get('v')).toThrow('There is no workflow "v" in config/workflows.yaml. It has: w.')
})

test('changes the version with the template and with the mapping, not with the order of keys', async () => {
  const yaml = `w:${entry('good.json', '{ text: { node: 1, input: text } }')}`
  const version = (await load(yaml)).get('w').version
  await writeFile(join(root, 'good.json'), JSON.stringify({ '2': GRAPH['2'], '1': GRAPH['1'] }))
  expect((await load(yaml)).get('w').version).toBe(version)
  expect((await load(yaml.replace('input: text', 'input: seed'))).get('w').version).not.toBe(version)
  await writeFile(join(root, 'good.json'), JSON.stringify({ ...GRAPH, '3': GRAPH['1'] }))
  expect((await load(yaml)).get('w').version).not.toBe(version)
})

test('checks the mapping against the template and reports all that is wrong', async () => {
  const inputs =
    '{ text: { node: 9, input: text }, voice: { node: 1, input: voice }, audio: { node: 2, input: audio } }'
  expect(await problems(entry('good.json', inputs, 'text, tone'))).toBe(
    [
      'input "text": the template has no node 9',
      'input "voice": node 1 (Speak) has no input voice',
      'input "audio": audio of node 2 is linked to another node and takes no value',
      'required input "tone" is not among the inputs',
    ].join('; '),
  )
})

test('says how to export when a template is in the format of the editor', async () => {
  await writeFile(join(root, 'editor.json'), JSON.stringify({ nodes: [], links: [], version: 0.4 }))
  expect(await problems(entry('editor.json', '{}', ''))).toContain('Export (API)')
})

test.each([
  ['missing.json', 'is missing'],
  ['../../etc/passwd', 'leads out of the workspace'],
])('refuses the template %s', async (template, words) => {
  expect(await problems(entry(template, '{}', ''))).toContain(words)
})

test('keeps a broken workflow from running and lets the others run', async () => {
  const workflows = await load(`bad:\n  job_type: SONG\nw:${entry('good.json', '{ text: { node: 1, input: text } }')}`)
  expect(() => workflows.get('bad')).toThrow('The workflow bad cannot run: template_path')
  expect(workflows.get('w').workflowId).toBe('w')
})

test('tells what is missing in an entry, and which key is meant', async () => {
  const good = entry('good.json', '{ text: { node: 1, input: text } }')
  expect(await problems(good.replace('template_path', 'template_pth'))).toBe(
    'template_path is missing; there is no key "template_pth"; "template_path" is meant, it seems',
  )
  expect(await problems(good.replace('input: text', 'inptu: text'))).toContain('inputs.text.input is missing')
})

test('refuses a file that is no mapping', async () => {
  await expect(load('- a\n- b')).rejects.toThrow('must map each workflow_id')
  await expect(load('a: [')).rejects.toThrow(/^config\/workflows\.yaml is not valid YAML: .* at line 1, column 5\.$/)
  await rm(join(root, 'config/workflows.yaml'))
  expect(() => loadWorkflows(root)).toThrow('cannot be read')
})

test('follows a file that is changed by hand, its templates, and a mistake in it', async () => {
  await writeFile(join(root, 'config/workflows.yaml'), `w:${entry('good.json', '{ text: { node: 1, input: text } }')}`)
  const workflows = new WorkflowRegistry(root, { lookIntervalMs: 0 })
  const version = workflows.get('w').version
  await writeFile(join(root, 'good.json'), JSON.stringify({ ...GRAPH, '3': GRAPH['1'] }))
  expect(workflows.get('w').version).not.toBe(version)
  await Promise.resolve()
  await writeFile(join(root, 'config/workflows.yaml'), 'w: [')
  expect(workflows.isUsable('w')).toBe(true)
  expect(workflows.fault?.message).toContain('is not valid YAML')
  await Promise.resolve()
  await writeFile(join(root, 'config/workflows.yaml'), `v:${entry('good.json', '{ text: { node: 1, input: text } }')}`)
  expect([workflows.isUsable('w'), workflows.isUsable('v'), workflows.fault]).toEqual([false, true, null])
})

test('answers alike until whoever asks gives way', async () => {
  await writeFile(join(root, 'config/workflows.yaml'), `w:${entry('good.json', '{ text: { node: 1, input: text } }')}`)
  const workflows = new WorkflowRegistry(root, { lookIntervalMs: 0 })
  expect(workflows.isUsable('w')).toBe(true)
  writeFileSync(join(root, 'config/workflows.yaml'), '{}')
  expect(workflows.get('w').workflowId).toBe('w')
  await Promise.resolve()
  expect(workflows.isUsable('w')).toBe(false)
})

test('reads labels, batches and markup, which are no part of the version unless they are heard', async () => {
  const plain = `w:${entry('good.json', '{ text: { node: 1, input: text } }')}`
  const before = (await load(plain)).get('w')
  expect(before).toMatchObject({ labels: [], canBatch: false })
  const after = (await load(`${plain}\n  labels: [fast]\n  batch: true\n`)).get('w')
  expect(after).toMatchObject({ labels: ['fast'], canBatch: true, version: before.version })
  const marked = await load(plain.replace('input: text }', "input: text, markup: 'Speaker 1: {value}' }"))
  expect(marked.get('w').version).not.toBe(before.version)
  const { graph } = marked.bind('w', { text: 'Call me $& Ishmael.\n\nSome years ago.' })
  expect(graph['1']?.inputs['text']).toBe('Speaker 1: Call me $& Ishmael. Some years ago.')
  expect(marked.bind('w', { text: 'Speaker 1: Hello.' }).graph['1']?.inputs['text']).toBe('Speaker 1: Hello.')
})

test.each([
  ['{"nodes": [{"__proto__": 1}]}', 'Workflow → Export (API)'],
  [JSON.stringify({ prompt: 'x' }), 'is not a graph in API format'],
  [`{"1":{"class_type":"A","inputs":{"a":${'['.repeat(99_999)}${']'.repeat(99_999)}}}}`, 'is nested too deeply'],
  [JSON.stringify('x'.repeat(4_000_001)), 'is larger than 4 MB'],
  ['\n', 'is empty'],
  ['<!DOCTYPE html><title>404</title>', 'is a web page'],
  ['\x89PNG\r\n\0\0\0\rIHDR', 'is no text file'],
  [JSON.stringify([GRAPH]), 'holds no nodes with names'],
])('refuses the template %.40s', async (text, words) => {
  await writeFile(join(root, 'odd.json'), text)
  expect(await problems(entry('odd.json', '{}', ''))).toContain(words)
})

test('reads a graph that an editor on Windows has saved', async () => {
  await writeFile(join(root, 'windows.json'), `\uFEFF${JSON.stringify(GRAPH)}`)
  expect(await problems(entry('windows.json', '{ text: { node: 1, input: text } }'))).toBe('')
})

test('takes a graph out of a request, and a node called prompt for a node', async () => {
  await writeFile(join(root, 'request.json'), JSON.stringify({ prompt: GRAPH, client_id: 'x' }))
  await writeFile(join(root, 'node.json'), JSON.stringify({ prompt: GRAPH['1'] }))
  expect(await problems(entry('request.json', '{ text: { node: 1, input: text } }'))).toBe('')
  expect(await problems(entry('node.json', '{ text: { node: prompt, input: text } }'))).toBe('')
})

test('takes no word of every object for a node', async () => {
  const inputs = '{ text: { node: constructor, input: name }, seed: { node: __proto__, input: x } }'
  expect(await problems(entry('good.json', inputs))).toContain('the template has no node constructor')
})
