import { setImmediate as nextTurn } from 'node:timers/promises'

/** Half a frame: everything else that the process does goes on in between. */
const SLICE_MS = 8

/** For long loops: what it returns is awaited now and then, and pauses when half a frame has passed. */
export function breather(): () => Promise<void> {
  let pausesAtMs = performance.now() + SLICE_MS
  return async () => {
    if (performance.now() < pausesAtMs) return
    await nextTurn()
    pausesAtMs = performance.now() + SLICE_MS
  }
}
