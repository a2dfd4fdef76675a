import { createHash } from 'node:crypto'
import type { EngineFiles } from '../engine-files.ts'
import { isAudio } from '../media.ts'
import type { NodeClass } from '../node-class.ts'
import { isLink, type Graph } from './graph.ts'
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

/** Names what decides a node's result: its class, its inputs, and those of all nodes before it. */
export function signatures(graph: Graph, classes: NodeClasses, files: EngineFiles): Map<string, string> {
  const found = new Map<string, string>()
  const sign = (id: string): string | null => {
    const known = found.get(id)
    if (known !== undefined) return known
    const node = Object.hasOwn(graph, id) ? graph[id] : undefined
    const nodeClass = node && classes.get(node.class_type)
    if (!node || !nodeClass) return null
    const inputs = Object.entries(node.inputs)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, isLink(value) ? [sign(value[0]), value[1]] : value])
    const facts = [node.class_type, inputs, fingerprint(nodeClass, node.inputs, files), nodeClass.isUniquePerNode && id]
    const signature = createHash('sha256').update(JSON.stringify(facts)).digest('base64')
    found.set(id, signature)
    return signature
  }
  for (const id of Object.keys(graph)) sign(id)
  return found
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
