import { setTimeout as delay } from 'node:timers/promises'

const LOOK_MS = 5
const PATIENCE_MS = 30_000

/** Resolves once `holds` does; rejects when it takes longer than any machine needs, and says what was waited for. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const untilMs = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > untilMs) throw new Error(`Waited in vain until ${what}.`)
    await delay(LOOK_MS)
  }
}
