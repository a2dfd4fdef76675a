const WINDOW_MS = 1000
/** More than any server has to say in a second. */
const MAX_MESSAGES = 5000
/** A long message weighs as much as so many short ones. */
const BYTES_A_MESSAGE = 4096

/** Tells a flood of messages, which would keep the process from everything else. */
export class FloodGauge {
  #sinceMs = performance.now()
  #weight = 0

  /** True when this message, of so many bytes to read, is one too many within its second. */
  isReachedBy(bytes: number): boolean {
    const nowMs = performance.now()
    if (nowMs - this.#sinceMs >= WINDOW_MS) {
      this.#sinceMs = nowMs
      this.#weight = 0
    }
    this.#weight += 1 + bytes / BYTES_A_MESSAGE
    return this.#weight > MAX_MESSAGES
  }
}
