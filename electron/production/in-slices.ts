import { setImmediate as nextTurn } from 'node:timers/promises'

/** Half a frame: everything else that the process does goes on in between. */
const SLICE_MS = 8

/** Does the work for each item in its order, with a breath wherever it has taken long; ends early with the signal. */
export async function inSlices<Item>(
  items: Iterable<Item>,
  signal: AbortSignal,
  work: (item: Item) => void,
): Promise<void> {
  let endsAtMs = performance.now() + SLICE_MS
  for (const item of items) {
    if (performance.now() >= endsAtMs) {
      await nextTurn()
      endsAtMs = performance.now() + SLICE_MS
    }
    if (signal.aborted) return
    work(item)
  }
}
