import { isMap, isSeq, parseDocument, type Document, type YAMLMap, type YAMLSeq } from 'yaml'
import type { EnvironmentName } from '#shared/models/environment.ts'
import { defaultsFor, EMBEDDED_SERVER } from './defaults.ts'

/** A change of the list of servers; places count as in the effective list. */
export type ServerListChange =
  | { kind: 'add'; name: string; url: string }
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

/** What was typed in the window names no variable: its value, perhaps a secret, would be shown there. */
function literal(text: string): string {
  return text.replaceAll('${', () => '$${')
}

function apply(document: Document, list: YAMLSeq<YAMLMap>, change: ServerListChange): void {
  switch (change.kind) {
    case 'add':
      list.add(document.createNode({ name: literal(change.name), url: literal(change.url) }))
      return
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
