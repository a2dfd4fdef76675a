import { isLink, type Graph } from './graph.ts'
import { Heap } from './heap.ts'

interface Step {
  id: string
  /** In the order in which the walk from the outputs met it. */
  index: number
  /** Nodes it still waits for. */
  waitsFor: number
  /** Nodes that wait for it. */
  feeds: Step[]
}

/** Walks a graph from its outputs; nodes with a kept result are not entered. */
export class ExecutionOrder {
  readonly #steps = new Map<string, Step>()
  readonly #isOutput: (id: string) => boolean
  /** A ready output first, then what is one or two steps before one. */
  readonly #ready: Heap<Step>

  constructor(
    graph: Graph,
    outputs: readonly string[],
    isCached: (id: string) => boolean,
    isOutput: (id: string) => boolean,
  ) {
    this.#isOutput = isOutput
    for (const id of outputs) this.#step(id)
    // The map grows while it is walked, so every node is met once.
    for (const step of this.#steps.values()) {
      const sources = isCached(step.id) ? [] : linkedNodes(graph, step.id).filter((source) => !isCached(source))
      step.waitsFor = sources.length
      for (const source of sources) this.#step(source).feeds.push(step)
    }
    const ranks = new Map([...this.#steps.values()].map((step) => [step, this.#rank(step)]))
    const key = (step: Step): number => (ranks.get(step) ?? 0) * this.#steps.size + step.index
    this.#ready = new Heap((a, b) => key(a) < key(b))
    for (const step of this.#steps.values()) if (step.waitsFor === 0) this.#ready.push(step)
  }

  /** Takes the node to run now. */
  next(): string | undefined {
    return this.#ready.pop()?.id
  }

  /** Marks a node as done. */
  complete(id: string): void {
    for (const fed of this.#steps.get(id)?.feeds ?? []) {
      fed.waitsFor--
      if (fed.waitsFor === 0) this.#ready.push(fed)
    }
  }

  #step(id: string): Step {
    const step = this.#steps.get(id) ?? { id, index: this.#steps.size, waitsFor: 0, feeds: [] }
    this.#steps.set(id, step)
    return step
  }

  #rank(step: Step): number {
    if (this.#isOutput(step.id)) return 0
    if (step.feeds.some((fed) => this.#isOutput(fed.id))) return 1
    return step.feeds.some((fed) => fed.feeds.some(({ id }) => this.#isOutput(id))) ? 2 : 3
  }
}

function linkedNodes(graph: Graph, id: string): string[] {
  const sources = Object.values(graph[id]?.inputs ?? {})
    .filter(isLink)
    .map(([source]) => source)
  return [...new Set(sources)]
}
