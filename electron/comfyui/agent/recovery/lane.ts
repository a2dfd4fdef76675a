import type { Socket } from 'node:net'

interface LaneOptions {
  from: Socket
  to: Socket
  /** False while nothing may pass. */
  isOpen: () => boolean
  /** Sees bytes before they pass. */
  onBytes?: (bytes: Buffer) => void
}

/** One direction of a connection: bytes in order, and then the end, as far as they may pass. */
export class Lane {
  readonly #to: Socket
  readonly #isOpen: () => boolean
  #waiting: Buffer = Buffer.alloc(0)
  #allowedBytes = Infinity
  #onHeld: () => void = () => undefined
  #hasEnded = false

  constructor({ from, to, isOpen, onBytes }: LaneOptions) {
    this.#to = to
    this.#isOpen = isOpen
    from.on('data', (bytes) => {
      onBytes?.(bytes)
      this.#waiting = Buffer.concat([this.#waiting, bytes])
      this.flush()
    })
    // `close` follows every error.
    from.on('error', () => undefined)
    from.on('close', () => {
      this.#hasEnded = true
      this.flush()
    })
  }

  /** How many more bytes may pass, and what to do once others wait. */
  allow(bytes: number, onHeld: () => void = () => undefined): void {
    this.#allowedBytes = bytes
    this.#onHeld = onHeld
    this.flush()
  }

  /** Passes on what may pass. */
  flush(): void {
    if (!this.#isOpen()) return
    const passing = this.#waiting.subarray(0, Math.min(this.#waiting.length, this.#allowedBytes))
    this.#waiting = this.#waiting.subarray(passing.length)
    this.#allowedBytes -= passing.length
    if (passing.length > 0) this.#to.write(passing)
    if (this.#waiting.length > 0) this.#onHeld()
    else if (this.#hasEnded) this.#to.destroy()
  }
}
