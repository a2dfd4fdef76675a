import { isMap, isSeq, parseDocument, type Document, type YAMLMap, type YAMLSeq } from 'yaml'
import type { EnvironmentName } from '#shared/models/environment.ts'
import { defaultsFor, EMBEDDED_SERVER } from './defaults.ts'

/** What the list says of a server; null takes a key away. Token and headers name variables: they are written as they are. */
export interface ServerFields {
  name?: string | undefined
  url?: string | undefined
  slots?: number | null | undefined
  weight?: number | null | undefined
  labels?: readonly string[] | undefined
  token?: string | null | undefined
  /** By name, in order; true keeps what is there. */
  headers?: Readonly<Record<string, string | true>> | undefined
}

/** A change of the list of servers; places count as in the effective list. */
export type ServerListChange =
  | { kind: 'add'; fields: ServerFields & { name: string; url: string } }
  | { kind: 'edit'; index: number; fields: ServerFields }
  | { kind: 'enable'; index: number; isEnabled: boolean }
  | { kind: 'remove'; index: number }

const PATH = ['comfyui', 'servers'] as const

/**
 * The text of an environment's file with its list of servers changed; comments, layout and `${VAR}` stay.
 *
 * A list that comes from elsewhere is first copied into this file as it is written there.
 */
export function changeServerList(
  texts: { env: EnvironmentName; own: string; base: string },
  change: ServerListChange,
): string {
  const document = parseDocument(texts.own, { merge: true })
  apply(document, listIn(document, texts), change)
  const text = document.toString({ lineWidth: 0 })
  return texts.own.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text
}

/** The servers as the files have them, with their `${VAR}`; places are those of the effective list. */
export function serverEntries(texts: { env: EnvironmentName; own: string; base: string }): Record<string, unknown>[] {
  const list = listIn(parseDocument(texts.own, { merge: true }), texts).toJSON() as unknown
  return list as Record<string, unknown>[]
}

/** What was typed in the window names no variable: its value, perhaps a secret, would be shown there. */
function literalOf(value: string | number): string | number {
  return typeof value === 'string' ? value.replaceAll('${', () => '$${') : value
}

function apply(document: Document, list: YAMLSeq<YAMLMap>, change: ServerListChange): void {
  switch (change.kind) {
    case 'add': {
      const entry = document.createNode({}) as YAMLMap
      list.add(entry)
      edit(document, entry, change.fields)
      return
    }
    case 'edit': {
      const entry = list.items[change.index]
      if (entry !== undefined) edit(document, entry, change.fields)
      return
    }
    case 'enable':
      if (change.isEnabled) list.items[change.index]?.delete('enabled')
      else list.items[change.index]?.set('enabled', false)
      return
    case 'remove':
      list.delete(change.index)
      // A list may not be empty, and the engine is there in any case.
      if (list.items.length === 0) list.add(document.createNode(EMBEDDED_SERVER))
  }
}

function edit(document: Document, entry: YAMLMap, { headers, labels, ...fields }: ServerFields): void {
  for (const [key, value] of Object.entries(fields)) {
    if (value === null) entry.delete(key)
    else if (value !== undefined) entry.set(key, key === 'token' ? value : literalOf(value))
  }
  if (labels?.length === 0) entry.delete('labels')
  else if (labels !== undefined) entry.set('labels', document.createNode(labels, { flow: true }))
  if (headers !== undefined) editHeaders(document, entry, headers)
}

function editHeaders(document: Document, entry: YAMLMap, headers: NonNullable<ServerFields['headers']>): void {
  const known = entry.get('headers', true)
  const kept = (name: string): unknown => (isMap(known) ? known.get(name, true) : undefined)
  const pairs = Object.entries(headers).map(([name, value]) => [name, value === true ? kept(name) : value] as const)
  const set = pairs.filter(([, value]) => value !== undefined)
  if (set.length === 0) {
    entry.delete('headers')
    return
  }
  const map = document.createNode({}) as YAMLMap
  for (const [name, value] of set) map.set(name, value)
  entry.set('headers', map)
}

/** The file's own list; one of aliases or one from another layer is written out first. */
function listIn(document: Document, { env, base }: { env: EnvironmentName; base: string }): YAMLSeq<YAMLMap> {
  const found = document.getIn(PATH, true)
  if (isSeq(found) && found.items.every((item) => isMap(item))) return found as YAMLSeq<YAMLMap>
  const values = serversOf(document) ?? serversOf(parseDocument(base, { merge: true })) ?? derived(document, base, env)
  const list = document.createNode(values) as YAMLSeq<YAMLMap>
  if (!isMap(document.contents)) document.contents = document.createNode({})
  if (!isMap(document.get('comfyui', true))) document.set('comfyui', document.createNode({}))
  document.setIn(PATH, list)
  return list
}

/** As `loadConfig` derives it: `api_base_url` before the engine, else the defaults. */
function derived(document: Document, base: string, env: EnvironmentName): unknown {
  const url = sectionOf(document)?.['api_base_url'] ?? sectionOf(parseDocument(base, { merge: true }))?.['api_base_url']
  return url ? [{ name: 'comfyui', url }, EMBEDDED_SERVER] : defaultsFor(env).comfyui.servers
}

function serversOf(document: Document): unknown {
  return sectionOf(document)?.['servers'] ?? null
}

function sectionOf(document: Document): Record<string, unknown> | null {
  const values = document.toJS() as { comfyui?: Record<string, unknown> | null } | null
  return values?.comfyui ?? null
}
