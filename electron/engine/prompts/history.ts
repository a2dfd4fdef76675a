import type { PromptTuple } from './prompt-queue.ts'

/** What `/history` keeps of a prompt that ran. */
export interface HistoryEntry {
  prompt: PromptTuple
  outputs: Record<string, unknown>
  status: { status_str: 'success' | 'error'; completed: boolean; messages: [string, Record<string, unknown>][] }
  meta: Record<string, unknown>
}

const MAX_ENTRIES = 10_000

/** Finished prompts, oldest first, in memory only. */
export class History {
  readonly #entries = new Map<string, HistoryEntry>()

  add(promptId: string, entry: HistoryEntry): void {
    this.#entries.delete(promptId)
    this.#entries.set(promptId, entry)
    const oldest = this.#entries.size > MAX_ENTRIES ? this.#entries.keys().next().value : undefined
    if (oldest !== undefined) this.#entries.delete(oldest)
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
  }

  clear(): void {
    this.#entries.clear()
  }
}
