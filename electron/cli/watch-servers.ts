import type { Agent, ServerState } from '#electron/comfyui/agent/agent.ts'
import { oneLine } from './failure.ts'

const INTERVAL_MS = 1_000

/** Tells when a server is away, where that matters, and when it is back; returns what ends it. */
export function watchServers(
  worker: Pick<Agent, 'servers'>,
  say: (line: string) => void,
  matters: () => boolean = () => true,
): () => void {
  const known = new Map<string, ServerState['status']>()
  const timer = setInterval(() => {
    for (const { name, status, reason } of worker.servers()) {
      const before = known.get(name)
      if (status === before || status === 'connecting') continue
      if (status === 'down' && !matters()) continue
      if (status === 'down') say(`The server ${name} is away: ${oneLine(reason ?? '')}`)
      else if (before === 'down') say(`The server ${name} is back.`)
      known.set(name, status)
    }
  }, INTERVAL_MS)
  return () => clearInterval(timer)
}
