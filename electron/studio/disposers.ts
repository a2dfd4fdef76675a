/** How long one service may take to stop. */
const DEADLINE_MS = 5000

/** Registers what undoes an opening, on the line after it. */
export type Defer = (dispose: () => void | Promise<void>, deadlineMs?: number) => void

/** What undoes an opening: last in, first out, each with a deadline. */
export class Disposers {
  readonly #disposers: { dispose: () => void | Promise<void>; deadlineMs: number }[] = []

  readonly defer: Defer = (dispose, deadlineMs = DEADLINE_MS) => {
    this.#disposers.push({ dispose, deadlineMs })
  }

  /**
   * Undoes everything; what fails or hangs does not keep the others from being undone.
   *
   * Rejects with the first failure once all is done, so that none is lost.
   */
  async close(): Promise<void> {
    const failures: unknown[] = []
    for (const { dispose, deadlineMs } of this.#disposers.splice(0).reverse()) {
      await within(deadlineMs, dispose).catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw failures[0]
  }
}

async function within(deadlineMs: number, dispose: () => void | Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`A service did not stop within ${deadlineMs} ms`)), deadlineMs)
  })
  await Promise.race([dispose(), late]).finally(() => clearTimeout(timer))
}
