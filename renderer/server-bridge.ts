import type { StudioEvent } from '#shared/contract/event.ts'
import type { Reply } from '#shared/contract/reply.ts'
import type { Transport } from './bridge.ts'

/** Talks to the studio that served this page. */
export function connectToServer(): Transport {
  const listeners = new Set<(events: readonly StudioEvent[]) => void>()
  return {
    request: (route) =>
      Promise.resolve<Reply<never>>({
        ok: false,
        error: { code: 'host.unreachable', message: `Not built yet: ${route}`, data: {} },
      }),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onReconnect: () => () => undefined,
    mediaRoot: '/media/',
  }
}
