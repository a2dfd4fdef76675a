import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from '#electron/database/open-database.ts'

/** Half a frame: everything else that the process does goes on in between. */
const SLICE_MS = 8

/**
 * Changes rows for each item in its order: as many in one transaction as half a frame allows, then a breath.
 *
 * Ends early with the signal; what was changed up to there stays.
 */
export async function inSlices<Item>(
  items: readonly Item[],
  { database, signal }: { database: Pick<Database, 'transaction'>; signal: AbortSignal },
  change: (item: Item) => void,
): Promise<void> {
  for (let at = 0; at < items.length && !signal.aborted;) {
    database.transaction(() => {
      const endsAtMs = performance.now() + SLICE_MS
      do change(items[at++] as Item)
      while (at < items.length && performance.now() < endsAtMs)
    })
    await nextTurn()
  }
}
