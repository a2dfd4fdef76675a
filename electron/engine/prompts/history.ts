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

  /** From `offset`, or without one the newest `maxItems`. */
  list(maxItems: number | null, offset: number | null): Record<string, HistoryEntry> {
    const all = [...this.#entries]
    const count = maxItems ?? all.length
    const start = offset ?? Math.max(0, all.length - count)
    return Object.fromEntries(all.slice(start, start + count))
  }

  delete(promptId: string): void {
    this.#entries.delete(promptId)
  }

  clear(): void {
    this.#entries.clear()
  }
}
