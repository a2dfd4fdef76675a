import { expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { PHASES, reach } from './phases.ts'
import type { Phase } from './phases.ts'
import { FOREIGN, setRecoveryStage, TEXTS, UNHARMED } from './recovery-stage.ts'

/** What only the lost server had when it was lost; all else is rendered by the other one alone. */
const RENDERED_IN_VAIN: Partial<Record<Phase, string[]>> = {
  'finished but not fetched': ['a'],
  'half fetched': ['a'],
}

test.concurrent.for(PHASES)(
  'gives the work of a lost server to another, and stops what is left of it there, when a job is %s',
  async (phase) => {
    const lost = await setRecoveryStage()
    const other = await setRecoveryStage()
    try {
      await other.proxy.refuse()
      const servers = [
        { name: 'lost', url: lost.proxy.url, slots: 1 },
        { name: 'other', url: other.proxy.url, slots: 1 },
      ]
      const { agent, letGo } = await reach(lost, phase, 'here', { servers })
      await other.proxy.accept()
      lost.proxy.vanish()
      agent.letCheck()
      const isFetched = phase === 'fetched but not recorded'
      const own = isFetched ? ['a'] : (RENDERED_IN_VAIN[phase] ?? [])
      expect(await lost.result()).toEqual({ ...UNHARMED, rendered: own })
      expect(other.renderer.rendered.toSorted()).toEqual(isFetched ? ['b', 'c'] : TEXTS)

      lost.proxy.heal('forgotten')
      const foreign = phase === 'waiting on the server' ? [FOREIGN] : []
      await eventually('our prompts are gone', async () => (await lost.promptsLeft()) === foreign.length)
      letGo()
      await eventually('nothing is left', async () => (await lost.promptsLeft()) === 0)
      expect(lost.renderer.rendered).toEqual([...own, ...foreign])
    } finally {
      await lost.close()
      await other.close()
    }
  },
)
