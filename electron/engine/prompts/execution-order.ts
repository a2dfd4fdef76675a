import { isLink, type Graph } from './graph.ts'

/** Walks a graph from its outputs; nodes with a kept result are not entered. */
export class ExecutionOrder {
  /** Node → nodes it waits for. */
  readonly #waitsFor = new Map<string, Set<string>>()
  /** Node → nodes that wait for it. */
  readonly #feeds = new Map<string, string[]>()
  readonly #isOutput: (id: string) => boolean

  constructor(
    graph: Graph,
    outputs: readonly string[],
    isCached: (id: string) => boolean,
    isOutput: (id: string) => boolean,
  ) {
    this.#isOutput = isOutput
    const open = [...outputs]
    for (let id = open.shift(); id !== undefined; id = open.shift()) {
      if (this.#waitsFor.has(id)) continue
      const sources = isCached(id) ? [] : linkedNodes(graph, id).filter((source) => !isCached(source))
      this.#waitsFor.set(id, new Set(sources))
      for (const source of sources) this.#feeds.set(source, [...(this.#feeds.get(source) ?? []), id])
      open.push(...sources)
    }
  }

  /** The node to run now: a ready output first, then what is one or two steps before one. */
  next(): string | undefined {
    const ready = [...this.#waitsFor].filter(([, sources]) => sources.size === 0).map(([id]) => id)
    const isBeforeOutput = (id: string): boolean => this.#fed(id).some(this.#isOutput)
    return (
      ready.find(this.#isOutput) ??
      ready.find(isBeforeOutput) ??
      ready.find((id) => this.#fed(id).some(isBeforeOutput)) ??
      ready[0]
    )
  }

  /** Marks a node as done. */
  complete(id: string): void {
    this.#waitsFor.delete(id)
    for (const fed of this.#fed(id)) this.#waitsFor.get(fed)?.delete(id)
  }

  #fed(id: string): string[] {
    return this.#feeds.get(id) ?? []
  }
}

function linkedNodes(graph: Graph, id: string): string[] {
  return Object.values(graph[id]?.inputs ?? {})
    .filter(isLink)
    .map(([source]) => source)
}
