import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { appFile } from '#electron/config/app-files.ts'
import { changeWorkflowEntry } from './workflow-file.ts'
import type { WorkflowEntry } from './workflow-entry.ts'

const ENTRY: WorkflowEntry = {
  template_path: 'workflows/a.json',
  description: 'Speaks.',
  job_type: 'SPEECH',
  labels: ['fast'],
  batch: true,
  required_inputs: ['text'],
  inputs: { text: { node: '10', input: 'text', markup: 'Speaker 1: {value}' } },
}
const SHIPPED = readFileSync(appFile('config/workflows.yaml'), 'utf8')
const FILE = `# My voices.

# The first one.
a:
  template_path: workflows/a.json
  # Said to people.
  description: "Speaks."
  job_type: SPEECH
  required_inputs: [text]
  inputs:
    # What is read.
    text: { node: 10, input: text }
    seed: { node: 10, input: seed } # drawn by us

# Another one.
b: { template_path: b.json, description: B, job_type: T2I, required_inputs: [], inputs: {} }
`
const changed = (text: string, id: string, entry: WorkflowEntry | null) => changeWorkflowEntry(text, id, entry)

test('adds an entry behind the others and leaves those as they are to the byte', () => {
  const text = changed(SHIPPED, 'mine', ENTRY)
  expect(text.startsWith(SHIPPED)).toBe(true)
  expect(parse(text)).toEqual({ ...(parse(SHIPPED) as object), mine: ENTRY })
  expect(text).toContain("    text: { node: '10', input: text, markup: 'Speaker 1: {value}' }")
})

test('changes what differs in an entry and keeps the comments beside the rest', () => {
  const entry = { ...ENTRY, description: 'Speaks fast.', inputs: { text: { node: '10', input: 'text' } } }
  const text = changed(FILE, 'a', entry)
  expect(parse(text)).toEqual({
    a: { ...entry, inputs: { text: { node: 10, input: 'text' } } },
    b: (parse(FILE) as { b: object }).b,
  })
  for (const kept of [
    '# My voices.',
    '# The first one.',
    '# Said to people.',
    '# What is read.',
    '# Another one.\nb: { temp',
  ]) {
    expect(text).toContain(kept)
  }
  expect(text).not.toContain('seed')
})

test('takes an entry out and nothing else', () => {
  const text = changed(FILE, 'a', null)
  expect(parse(text)).toEqual({ b: (parse(FILE) as { b: object }).b })
  expect(text).toContain('# Another one.')
  expect(changed(text, 'nobody', null)).toBe(text)
})

test.each(['', '# Only words.\n', '{}\n', '{ b: { template_path: b.json } }\n', '---\nb: {}\n'])(
  'adds the first entry to %j',
  (text) => {
    expect((parse(changed(text, 'a', ENTRY)) as { a: unknown }).a).toEqual(ENTRY)
  },
)

test('keeps an entry that others refer to, and line ends of Windows', () => {
  const text = 'a: &one\n  description: A\n  inputs: {}\nb: *one\n'
  expect(parse(changed(text, 'a', ENTRY))).toEqual({ a: ENTRY, b: ENTRY })
  const windows = changed(FILE.replaceAll('\n', '\r\n'), 'c', ENTRY)
  expect(windows.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
})

test.each([
  ['- a\n', 'must map'],
  ['a: [', 'not valid YAML'],
])('refuses %j', (text, words) => {
  expect(() => changed(text, 'a', ENTRY)).toThrow(words)
})
