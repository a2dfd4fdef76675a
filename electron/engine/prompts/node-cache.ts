import { createHash } from 'node:crypto'
import type { EngineFiles } from '../engine-files.ts'
import { isAudio } from '../media.ts'
import type { NodeClass } from '../node-class.ts'
import { isLink, type Graph, type GraphNode } from './graph.ts'
import type { NodeClasses } from './validate-prompt.ts'

/** A node's finished work, kept for the next prompt that asks for the same. */
export interface CachedResult {
  outputs: readonly unknown[]
  ui: Readonly<Record<string, readonly unknown[]>> | null
}

/** About eight minutes of 16 kHz speech: enough for the saves that are tried again. File names cost nothing. */
const MAX_BYTES = 32 * 1024 * 1024
const MAX_ENTRIES = 2000

/** Results by input signature; the ones not asked for longest go first. */
export class NodeCache {
  readonly #results = new Map<string, { result: CachedResult; sizeBytes: number }>()
  #sizeBytes = 0

  get(signature: string): CachedResult | undefined {
    const found = this.#results.get(signature)
    if (!found) return undefined
    this.#results.delete(signature)
    this.#results.set(signature, found)
    return found.result
  }

  set(signature: string, result: CachedResult): void {
    this.#remove(signature)
    const sizeBytes = result.outputs.reduce<number>((sum, value) => sum + sizeOf(value), 0)
    this.#results.set(signature, { result, sizeBytes })
    this.#sizeBytes += sizeBytes
    while (this.#sizeBytes > MAX_BYTES || this.#results.size > MAX_ENTRIES) {
      const oldest = this.#results.keys().next().value
      if (oldest === undefined) break
      this.#remove(oldest)
    }
  }

  clear(): void {
    this.#results.clear()
    this.#sizeBytes = 0
  }

  #remove(signature: string): void {
    this.#sizeBytes -= this.#results.get(signature)?.sizeBytes ?? 0
    this.#results.delete(signature)
  }
}

/**
 * Names what decides a node's result: its class, its inputs, and those of all nodes before it.
 *
 * Nodes in a circle, which no output can need, get no name.
 */
export function signatures(graph: Graph, classes: NodeClasses, files: EngineFiles): Map<string, string> {
  const found = new Map<string, string>()
  const entered = new Set<string>()
  const nodeOf = (id: string): GraphNode | undefined => (Object.hasOwn(graph, id) ? graph[id] : undefined)
  const sourcesOf = (node: GraphNode): string[] =>
    Object.values(node.inputs)
      .filter(isLink)
      .map(([source]) => source)
  // Each node comes up twice: first its sources go on top of it, then it is named.
  const open = Object.keys(graph).reverse()
  for (let id = open.at(-1); id !== undefined; id = open.at(-1)) {
    const node = nodeOf(id)
    const nodeClass = node && classes.get(node.class_type)
    if (!node || !nodeClass || found.has(id)) open.pop()
    else if (entered.has(id)) {
      open.pop()
      if (sourcesOf(node).every((source) => found.has(source) || !nodeOf(source))) {
        found.set(id, signatureOf(id, node, nodeClass, found, files))
      }
    } else {
      entered.add(id)
      open.push(...sourcesOf(node).filter((source) => !entered.has(source)))
    }
  }
  return found
}

function signatureOf(
  id: string,
  node: GraphNode,
  nodeClass: NodeClass,
  found: ReadonlyMap<string, string>,
  files: EngineFiles,
): string {
  const inputs = Object.entries(node.inputs)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, isLink(value) ? [found.get(value[0]) ?? null, value[1]] : value])
  const facts = [node.class_type, inputs, fingerprint(nodeClass, node.inputs, files), nodeClass.isUniquePerNode && id]
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64')
}

function fingerprint(nodeClass: NodeClass, inputs: Record<string, unknown>, files: EngineFiles): string | null {
  return nodeClass.fingerprint?.(inputs, files) ?? null
}

function sizeOf(value: unknown): number {
  if (isAudio(value)) return value.channels.reduce((sum, channel) => sum + channel.byteLength, 0)
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 0)
  if (typeof value !== 'object' || value === null) return 0
  return 'rgb' in value && value.rgb instanceof Uint8Array ? value.rgb.byteLength : 0
}
