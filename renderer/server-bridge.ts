import type { StudioEvent } from '#shared/contract/event.ts'
import type { Reply } from '#shared/contract/reply.ts'
import { decodeMessage, encodeMessage } from '#shared/contract/wire.ts'
import type { Transport } from './bridge.ts'
import { openEventStream } from './event-stream.ts'

/** Talks to the studio that served this page. */
export function connectToServer(): Transport {
  const eventListeners = new Set<(events: readonly StudioEvent[]) => void>()
  const connectionListeners = new Set<(isConnected: boolean) => void>()
  const reconnectListeners = new Set<() => void>()

  // What is asked for before the first try has ended could miss the events in between.
  const firstTry = new Promise<void>((resolve) => {
    let isFirst = true
    openEventStream({
      url: new URL('/events', location.href.replace(/^http/, 'ws')).href,
      onEvents: (events) => {
        for (const listener of eventListeners) listener(events)
      },
      onConnection: (isConnected) => {
        if (isConnected && !isFirst) for (const listener of reconnectListeners) listener()
        for (const listener of connectionListeners) listener(isConnected)
        isFirst = false
        resolve()
      },
      onLost: () => void leaveWhenSignedOut(),
      onWake: (retry) => {
        addEventListener('online', retry)
        document.addEventListener('visibilitychange', () => {
          if (document.visibilityState === 'visible') retry()
        })
      },
    })
  })

  return {
    request: async (route, input) => {
      await firstTry
      return post(`/api/${route}`, input)
    },
    subscribe: added(eventListeners),
    onReconnect: added(reconnectListeners),
    onConnection: added(connectionListeners),
    mediaRoot: '/media/',
  }
}

/** A studio that was started anew does not know this browser: its own page says how to get in. */
async function leaveWhenSignedOut(): Promise<void> {
  const response = await fetch('/', { method: 'HEAD' }).catch(() => null)
  if (response?.status === 401) location.reload()
}

async function post(address: string, input: unknown): Promise<Reply<unknown>> {
  const { mediaType, body } = encodeMessage(input)
  try {
    const response = await fetch(address, { method: 'POST', headers: { 'Content-Type': mediaType }, body })
    const bytes = new Uint8Array(await response.arrayBuffer())
    return decodeMessage(response.headers.get('Content-Type') ?? '', bytes) as Reply<unknown>
  } catch {
    // A failed fetch says only that it failed, and what is no reply of the studio's came from something between.
    const message = 'The studio does not answer. This window goes on by itself as soon as it does.'
    return { ok: false, error: { code: 'host.unreachable', message, data: {} } }
  }
}

function added<Listener>(listeners: Set<Listener>): (listener: Listener) => () => void {
  return (listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
}
