import type { PromptTuple } from './prompt-queue.ts'

/** What `/history` keeps of a prompt that ran. */
export interface HistoryEntry {
  prompt: PromptTuple
  outputs: Record<string, unknown>
  status: { status_str: 'success' | 'error'; completed: boolean; messages: [string, Record<string, unknown>][] }
  meta: Record<string, unknown>
}

const MAX_ENTRIES = 10_000
const MAX_CHARACTERS = 64 * 1024 * 1024

/** Finished prompts, oldest first, in memory only; the oldest go when there are too many or their graphs are too large. */
export class History {
  readonly #entries = new Map<string, HistoryEntry>()
  readonly #sizes = new Map<string, number>()
  #characters = 0

  add(promptId: string, entry: HistoryEntry): void {
    this.delete(promptId)
    const size = JSON.stringify(entry).length
    this.#entries.set(promptId, entry)
    this.#sizes.set(promptId, size)
    this.#characters += size
    while (this.#entries.size > MAX_ENTRIES || (this.#characters > MAX_CHARACTERS && this.#entries.size > 1)) {
      const oldest = this.#entries.keys().next().value
      if (oldest === undefined) break
      this.delete(oldest)
    }
  }

  /** One entry by id, or nothing: unknown, pending and running look alike. */
  get(promptId: string): Record<string, HistoryEntry> {
    const entry = this.#entries.get(promptId)
    return entry ? { [promptId]: entry } : {}
  }

  /** From `offset`, or with a negative one the newest `maxItems`; at least one, as in ComfyUI, when both are given. */
  list(maxItems: number | null, offset: number): Record<string, HistoryEntry> {
    const all = [...this.#entries]
    const start = offset < 0 && maxItems !== null ? all.length - maxItems : offset
    const from = all.slice(Math.max(0, start))
    return Object.fromEntries(maxItems === null ? from : from.slice(0, Math.max(1, maxItems)))
  }

  /** All entries, oldest first. */
  get entries(): readonly HistoryEntry[] {
    return [...this.#entries.values()]
  }

  delete(promptId: string): void {
    this.#entries.delete(promptId)
    this.#characters -= this.#sizes.get(promptId) ?? 0
    this.#sizes.delete(promptId)
  }

  clear(): void {
    this.#entries.clear()
    this.#sizes.clear()
    this.#characters = 0
  }
}
