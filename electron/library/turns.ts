/** Lets work on the same thing happen one after the other, and work on different things side by side. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Settles as the work does, once everything asked for earlier under this key is over. */
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).catch(() => undefined).then(work)
    this.#last.set(key, turn)
    const forget = (): void => {
      if (this.#last.get(key) === turn) this.#last.delete(key)
    }
    turn.then(forget, forget)
    return turn
  }
}
