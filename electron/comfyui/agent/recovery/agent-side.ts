import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Agent } from '../agent.ts'
import type { AgentOptions, ServerState } from '../agent.ts'

/** An agent at work, whose first results wait before they are checked. */
export interface AgentSide {
  /** A result is fetched and not yet recorded. */
  isChecking(): boolean
  letCheck(): void
  /** As the producer sees them; nothing of an agent that is a process of its own. */
  servers(): ServerState[]
  /** Where the agent is a process of its own, else null. */
  child: ChildProcess | null
  /** Cleanly in this process, with SIGKILL in its own. */
  stop(): Promise<void>
}

const WORKER = fileURLToPath(new URL('./agent-worker.ts', import.meta.url))

export async function startAgentHere(options: AgentOptions): Promise<AgentSide> {
  let isChecking = false
  let letCheck: () => void = () => undefined
  const mayCheck = new Promise<void>((resolve) => (letCheck = resolve))
  const checkOutput = async () => {
    isChecking = true
    await mayCheck
    return {}
  }
  const agent = new Agent({ ...options, checkOutput })
  await agent.start()
  return {
    isChecking: () => isChecking,
    letCheck,
    servers: () => agent.servers(),
    child: null,
    stop: () => agent.stop(),
  }
}

export function startAgentProcess(root: string, databaseFile: string, url: string): AgentSide {
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] as const
  const child = spawn(process.execPath, [WORKER, root, databaseFile, url], { stdio: [...stdio] })
  const exited = once(child, 'exit')
  let isChecking = false
  child.on('message', () => (isChecking = true))
  return {
    isChecking: () => isChecking,
    letCheck: () => {
      if (child.connected) child.send('check', () => undefined)
    },
    servers: () => [],
    child,
    stop: async () => {
      child.kill('SIGKILL')
      await exited
    },
  }
}
