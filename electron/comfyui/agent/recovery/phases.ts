import type { AgentOptions } from '../agent.ts'
import type { AgentSide } from './agent-side.ts'
import { eventually } from './eventually.ts'
import { FOREIGN } from './recovery-stage.ts'
import type { RecoveryStage } from './recovery-stage.ts'

/** How far job `a` is when things break. */
export const PHASES = [
  'not posted yet',
  'posted without an answer',
  'waiting on the server',
  'running',
  'finished but not fetched',
  'half fetched',
  'fetched but not recorded',
] as const
export type Phase = (typeof PHASES)[number]

/** A job that is kept at a phase. */
export interface Scene {
  stage: RecoveryStage
  agent: AgentSide
  phase: Phase
  /** Everything that was kept goes on. */
  letGo: () => void
}

const HALF_BYTES = 100_000

/** Starts an agent and resolves once `a` is at the phase, where it stays until it is let go. */
export async function reach(
  stage: RecoveryStage,
  phase: Phase,
  where: 'here' | 'process',
  options: Partial<AgentOptions> = {},
): Promise<Scene> {
  const { renderer, proxy } = stage
  const { jobs } = stage.database
  const start = async (): Promise<AgentSide> => {
    const agent = await stage.startAgent(where, options)
    if (phase !== 'fetched but not recorded') agent.letCheck()
    return agent
  }
  const isPosted = () => jobs.inFlight().filter(({ postedAt }) => postedAt !== null).length === 2
  switch (phase) {
    case 'not posted yet': {
      const post = proxy.hold(/^POST \/prompt /)
      const agent = await start()
      await post.reached
      return { stage, agent, phase, letGo: post.release }
    }
    case 'posted without an answer': {
      const answer = proxy.hold(/^POST \/prompt /, 0)
      const letRender = renderer.hold('a')
      const agent = await start()
      await answer.reached
      await eventually('a runs', () => renderer.hasEntered('a'))
      return { stage, agent, phase, letGo: both(answer.release, letRender) }
    }
    case 'waiting on the server': {
      const letGo = renderer.hold(FOREIGN)
      await stage.postForeign()
      const agent = await start()
      await eventually('two prompts wait', isPosted)
      return { stage, agent, phase, letGo }
    }
    case 'running': {
      const letGo = renderer.hold('a')
      const agent = await start()
      await eventually('a runs and b waits', () => renderer.hasEntered('a') && isPosted())
      return { stage, agent, phase, letGo }
    }
    case 'finished but not fetched': {
      const history = proxy.hold(/^GET \/history\//)
      const letRender = renderer.hold('b')
      const agent = await start()
      await history.reached
      await eventually('b runs', () => renderer.hasEntered('b'))
      return { stage, agent, phase, letGo: both(history.release, letRender) }
    }
    case 'half fetched': {
      const view = proxy.hold(/^GET \/view\?/, HALF_BYTES)
      const letRender = renderer.hold('b')
      const agent = await start()
      await view.reached
      await eventually('b runs', () => renderer.hasEntered('b'))
      return { stage, agent, phase, letGo: both(view.release, letRender) }
    }
    case 'fetched but not recorded': {
      const letRender = renderer.hold('b')
      const agent = await start()
      await eventually('the result is checked', () => agent.isChecking())
      await eventually('b runs', () => renderer.hasEntered('b'))
      return { stage, agent, phase, letGo: both(() => agent.letCheck(), letRender) }
    }
  }
}

function both(first: () => void, second: () => void): () => void {
  return () => {
    first()
    second()
  }
}
