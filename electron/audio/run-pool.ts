/**
 * Runs tasks, at most `concurrency` at a time, in the given order.
 *
 * The first failure, or an abort of `signal`, aborts the others; it is thrown when all have ended.
 */
export async function runPool<T>(
  items: readonly T[],
  options: { concurrency: number; signal?: AbortSignal | undefined },
  task: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const abort = new AbortController()
  const forward = (): void => abort.abort(options.signal?.reason)
  if (options.signal?.aborted === true) forward()
  options.signal?.addEventListener('abort', forward)
  let next = 0
  const work = async (): Promise<void> => {
    while (!abort.signal.aborted) {
      const item = items[next++]
      if (item === undefined) return
      // Only the first abort counts, so the reason stays the first failure.
      await task(item, abort.signal).catch((error: unknown) => abort.abort(error))
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work))
    abort.signal.throwIfAborted()
  } finally {
    options.signal?.removeEventListener('abort', forward)
  }
}
