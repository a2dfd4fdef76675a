import { AppError } from '#shared/models/app-error.ts'

interface Waiting {
  start: () => void
  drop: () => void
}

/**
 * Does one piece of work at a time, the latest asked for first, and each only once however many ask for it.
 *
 * What has waited longest is dropped with `media.busy` when too much waits: whoever scrolled past does not want it any more.
 */
export class LatestFirst<Result> {
  readonly #mostWaiting: number
  readonly #asked = new Map<string, Promise<Result>>()
  /** The latest last. */
  readonly #waiting: Waiting[] = []
  #isWorking = false

  constructor(mostWaiting: number) {
    this.#mostWaiting = mostWaiting
  }

  /** The result of the work under this key, or of the same that was asked for and is not done. */
  run(key: string, work: () => Promise<Result>): Promise<Result> {
    const asked = this.#asked.get(key)
    if (asked !== undefined) return asked
    const result = this.#turn()
      .then(async () => work().finally(() => this.#next()))
      .finally(() => this.#asked.delete(key))
    this.#asked.set(key, result)
    return result
  }

  #turn(): Promise<void> {
    if (!this.#isWorking) {
      this.#isWorking = true
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const drop = () => reject(new AppError('media.busy', 'Too many pictures were asked for at once.'))
      this.#waiting.push({ start: resolve, drop })
      if (this.#waiting.length > this.#mostWaiting) this.#waiting.shift()?.drop()
    })
  }

  #next(): void {
    const next = this.#waiting.pop()
    if (next === undefined) this.#isWorking = false
    else next.start()
  }
}
