import { setTimeout as delay } from 'node:timers/promises'
import { eventually } from './eventually.ts'
import type { Phase, Scene } from './phases.ts'
import { LIMITS } from './times.ts'

/** Something that breaks, and what becomes of it. */
export interface Cause {
  /** Whose process stops must be a process. */
  agent: 'here' | 'process'
  /** Breaks it, lets everything go that was kept, and mends it. */
  strike(scene: Scene): Promise<void>
  /** Whether the server's cache is what helps. */
  isCached?: true
  /** Phases in which the server loses a finished result that only it had. */
  loses?: readonly Phase[]
}

const isDown = ({ agent }: Scene) => agent.servers()[0]?.status === 'down'

export const CAUSES: Readonly<Record<string, Cause>> = {
  'we are killed': {
    agent: 'process',
    async strike({ stage, agent, letGo }) {
      await agent.stop()
      stage.proxy.cut()
      letGo()
      await restart(stage)
    },
  },
  'we are stopped': {
    agent: 'here',
    async strike({ stage, agent, letGo }) {
      const stopped = agent.stop()
      stage.proxy.cut()
      letGo()
      await stopped
      await restart(stage)
    },
  },
  'the server dies and comes back': {
    agent: 'here',
    loses: ['finished but not fetched'],
    async strike(scene) {
      const { stage, letGo } = scene
      await stage.proxy.refuse()
      await stage.engine.restart()
      letGo()
      await eventually('the server is known to be down', () => isDown(scene))
      await stage.proxy.accept()
    },
  },
  'the server restarts with an empty queue': {
    agent: 'here',
    loses: ['finished but not fetched'],
    async strike({ stage, letGo }) {
      stage.proxy.cut()
      await stage.engine.restart()
      letGo()
    },
  },
  'the network is lost for 5 s': {
    agent: 'here',
    async strike({ stage, letGo }) {
      stage.proxy.vanish()
      letGo()
      await eventually('the server has done what it had', async () => (await stage.promptsLeft()) === 0)
      stage.proxy.heal('kept')
    },
  },
  'the network is lost for 5 min': {
    agent: 'here',
    async strike(scene) {
      const { stage, letGo } = scene
      stage.proxy.vanish()
      letGo()
      await eventually('the server has done what it had', async () => (await stage.promptsLeft()) === 0)
      await eventually('the server is known to be down', () => isDown(scene))
      stage.proxy.heal('forgotten')
    },
  },
  'the socket falls silent': {
    agent: 'here',
    strike({ stage, letGo }) {
      stage.engine.faults.deafSockets = true
      letGo()
      return Promise.resolve()
    },
  },
  'the server has lost the file': {
    agent: 'here',
    isCached: true,
    strike({ stage, phase, letGo }) {
      stage.engine.faults.missingView = 1
      if (phase === 'half fetched') stage.proxy.cut()
      letGo()
      return Promise.resolve()
    },
  },
  'the laptop sleeps': {
    agent: 'process',
    async strike({ stage, agent, letGo }) {
      agent.child?.kill('SIGSTOP')
      stage.proxy.vanish()
      letGo()
      await eventually('the server has done what it had', async () => (await stage.promptsLeft()) === 0)
      // Long enough for every timer to be late when it wakes.
      await delay(2 * (LIMITS.answerMs ?? 0))
      stage.proxy.heal('forgotten')
      agent.child?.kill('SIGCONT')
    },
  },
}

async function restart(stage: Scene['stage']): Promise<void> {
  const agent = await stage.startAgent('here')
  agent.letCheck()
}
