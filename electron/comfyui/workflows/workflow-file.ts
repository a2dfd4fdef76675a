import { isMap, isScalar, parseDocument, type Document, type YAMLMap } from 'yaml'
import { AppError } from '#shared/models/app-error.ts'
import type { WorkflowEntry } from './workflow-entry.ts'

type EntryPart = keyof WorkflowEntry

/** In the order in which a new entry is written. */
const PARTS: readonly EntryPart[] = [
  'template_path',
  'description',
  'job_type',
  'labels',
  'batch',
  'required_inputs',
  'inputs',
]

/**
 * The text of a registry's file with an entry changed, added at the end, or taken out (`null`); all else stays to the byte.
 *
 * Throws `config.invalid` for a text that is no registry.
 */
export function changeWorkflowEntry(text: string, workflowId: string, entry: WorkflowEntry | null): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  const plain = text.replaceAll('\r\n', '\n')
  const document = parseRegistry(plain)
  const map = document.contents as YAMLMap | null
  const key = map?.items.map((pair) => pair.key).find((node) => isScalar(node) && String(node.value) === workflowId)
  const block = isScalar(key) ? blockAt(plain, key.range?.[0] ?? 0) : null
  if (block === null && entry === null) return text
  // A map in braces has no lines of its own for an entry, and an entry may refer to another one.
  const isPlain = map === null || (map.flow !== true && !/[&*]/.test(block?.text ?? ''))
  const changed = isPlain ? spliced(plain, block, workflowId, entry) : rewritten(document, workflowId, entry)
  return changed.replaceAll('\n', lineEnd)
}

interface Block {
  start: number
  text: string
}

function parseRegistry(text: string): Document {
  const document = parseDocument(text)
  const [error] = document.errors
  if (error) throw new AppError('config.invalid', `config/workflows.yaml is not valid YAML: ${error.message}`)
  if (document.contents === null || isMap(document.contents)) return document
  throw new AppError('config.invalid', 'config/workflows.yaml must map each workflow_id to its entry.')
}

/** An entry's lines: its key's, and all that follow up to the last one that is indented. */
function blockAt(text: string, start: number): Block {
  const lines = text.slice(start).split('\n')
  const next = lines.findIndex((line, index) => index > 0 && /^[^\s#]/.test(line))
  const own = next < 0 ? lines : lines.slice(0, next)
  const last = own.findLastIndex((line, index) => index === 0 || /^\s+\S/.test(line))
  return { start, text: own.slice(0, last + 1).join('\n') }
}

function spliced(text: string, block: Block | null, workflowId: string, entry: WorkflowEntry | null): string {
  if (block === null) {
    const before = text.trimEnd()
    return `${before === '' ? '' : `${before}\n\n`}${rewritten(parseRegistry(''), workflowId, entry)}`
  }
  const before = text.slice(0, block.start)
  const after = text.slice(block.start + block.text.length)
  if (entry !== null) return before + rewritten(parseRegistry(block.text), workflowId, entry).trimEnd() + after
  return after.trim() === '' ? before.replace(/\s+$/, '\n') : before + after.replace(/^\n{1,2}/, '')
}

function rewritten(document: Document, workflowId: string, entry: WorkflowEntry | null): string {
  if (document.contents === null) document.contents = document.createNode({})
  const map = document.contents as YAMLMap
  if (map.items.length === 0) map.flow = false
  const found = map.get(workflowId, true)
  if (entry === null) map.delete(workflowId)
  else if (isMap(found)) changeEntry(document, found, entry)
  else addEntry(document, map, workflowId, entry)
  return document.toString({ lineWidth: 0, singleQuote: true })
}

function addEntry(document: Document, map: YAMLMap, workflowId: string, entry: WorkflowEntry): void {
  const value = document.createNode({}) as YAMLMap
  value.flow = false
  changeEntry(document, value, entry)
  map.set(workflowId, value)
}

/** Sets only what differs, so that comments beside the rest stay. */
function changeEntry(document: Document, found: YAMLMap, entry: WorkflowEntry): void {
  const before = found.toJS(document) as Partial<Record<EntryPart, unknown>>
  for (const part of PARTS) {
    const value = entry[part]
    if (value === undefined) found.delete(part)
    else if (part === 'inputs') changeInputs(document, found, entry.inputs)
    else if (!isSame(before[part], value)) found.set(part, flowNode(document, value))
  }
}

function changeInputs(document: Document, found: YAMLMap, inputs: WorkflowEntry['inputs']): void {
  const node = found.get('inputs', true)
  const map = isMap(node) ? node : (document.createNode({}) as YAMLMap)
  map.flow = Object.keys(inputs).length === 0
  const before = map.toJS(document) as Record<string, unknown>
  for (const name of Object.keys(before)) if (!Object.hasOwn(inputs, name)) map.delete(name)
  for (const [name, target] of Object.entries(inputs)) {
    if (!isSame(before[name], target)) map.set(name, flowNode(document, target))
  }
  if (!isMap(node)) found.set('inputs', map)
}

function flowNode(document: Document, value: unknown): unknown {
  const isCollection = typeof value === 'object' && value !== null
  return isCollection ? document.createNode(value, { flow: true }) : value
}

/** Numbers and strings of node ids mean the same. */
function isSame(before: unknown, after: unknown): boolean {
  const text = (value: unknown) =>
    JSON.stringify(value, (_key, part: unknown) => (typeof part === 'number' ? String(part) : part))
  return text(before) === text(after)
}
