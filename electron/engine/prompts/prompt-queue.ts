import type { Graph } from './graph.ts'
import { Heap } from './heap.ts'

/** A prompt that was accepted. */
export interface Prompt {
  number: number
  promptId: string
  graph: Graph
  extraData: Record<string, unknown>
  outputs: string[]
}

/** The five members under which ComfyUI shows a prompt. */
export type PromptTuple = [
  number: number,
  promptId: string,
  graph: Graph,
  extraData: Record<string, unknown>,
  outputs: string[],
]

/** Keys of a partner's services, which a client may send along. */
const SECRETS = new Set(['auth_token_comfy_org', 'api_key_comfy_org'])

/** What a client sent beside its graph, less what nobody else may read. */
export function withoutSecrets(extraData: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(extraData).filter(([name]) => !SECRETS.has(name)))
}

/** A prompt as `/queue` and `/history` show it. */
export function promptTuple(prompt: Prompt): PromptTuple {
  return [prompt.number, prompt.promptId, prompt.graph, prompt.extraData, prompt.outputs]
}

/** Pending and running prompts: lower number first, equal numbers by id, each change announced. */
export class PromptQueue {
  readonly #pending = new Heap<Prompt>(
    (a, b) => a.number < b.number || (a.number === b.number && a.promptId < b.promptId),
  )
  readonly #running = new Set<Prompt>()
  readonly #onChange: () => void

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  get running(): readonly Prompt[] {
    return [...this.#running]
  }

  /** In heap order: not sorted. */
  get pending(): readonly Prompt[] {
    return this.#pending.items
  }

  get remaining(): number {
    return this.#running.size + this.#pending.items.length
  }

  put(prompt: Prompt): void {
    this.#pending.push(prompt)
    this.#onChange()
  }

  take(): Prompt | undefined {
    const prompt = this.#pending.pop()
    if (!prompt) return undefined
    this.#running.add(prompt)
    this.#onChange()
    return prompt
  }

  finish(prompt: Prompt): void {
    this.#running.delete(prompt)
    this.#onChange()
  }

  /** Drops one pending prompt of an id and says whether there was one. */
  remove(promptId: string): boolean {
    if (!this.#pending.remove((prompt) => prompt.promptId === promptId)) return false
    // ComfyUI takes the last one away by clearing, which announces itself.
    if (this.#pending.items.length === 0) this.#onChange()
    this.#onChange()
    return true
  }

  /** Drops all pending prompts. */
  clear(): void {
    this.#pending.clear()
    this.#onChange()
  }
}
