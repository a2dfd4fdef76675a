import type { PromptAudience } from './prompt-audience.ts'

interface NodeProgress {
  value: number
  max: number
  state: 'running' | 'finished'
}

/** How far the nodes of a prompt are; each change is sent with all nodes that have begun. */
export class ProgressState {
  readonly #promptId: string
  readonly #audience: PromptAudience
  readonly #nodes = new Map<string, NodeProgress>()

  constructor(promptId: string, audience: PromptAudience) {
    this.#promptId = promptId
    this.#audience = audience
  }

  start(id: string): void {
    this.#set(id, { value: 0, max: 1, state: 'running' })
  }

  tick(id: string, value: number, max: number): void {
    this.#set(id, { value, max, state: 'running' })
  }

  finish(id: string): void {
    const max = this.#nodes.get(id)?.max ?? 1
    this.#set(id, { value: max, max, state: 'finished' })
  }

  #set(id: string, progress: NodeProgress): void {
    this.#nodes.set(id, progress)
    this.#audience.progressState(() => this.#data())
  }

  #data(): object {
    const nodes = [...this.#nodes].map(([nodeId, { value, max, state }]) => [
      nodeId,
      {
        value,
        max,
        state,
        node_id: nodeId,
        prompt_id: this.#promptId,
        display_node_id: nodeId,
        parent_node_id: null,
        real_node_id: nodeId,
      },
    ])
    return { prompt_id: this.#promptId, nodes: Object.fromEntries(nodes) as unknown }
  }
}
