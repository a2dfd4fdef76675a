import type { StudioEvent } from '#shared/contract/event.ts'
import type { Reply, ReplyError } from '#shared/contract/reply.ts'
import type { RouteInput, RouteName, RouteOutput } from '#shared/contract/routes.ts'
import { connectToServer } from './server-bridge.ts'

/** What carries requests and events: the preload of the desktop window, or a server's HTTP and WebSocket. */
export interface Transport {
  /** Never rejects. */
  request: (route: string, input: unknown) => Promise<Reply<unknown>>
  /** Returns what ends the subscription. */
  subscribe: (listener: (events: readonly StudioEvent[]) => void) => () => void
  /** The wire was cut and is back: what happened meanwhile is unknown. */
  onReconnect: (listener: () => void) => () => void
  /** Told when the wire is cut and when it is back; it is whole until then. */
  onConnection: (listener: (isConnected: boolean) => void) => () => void
  /** Is put before the addresses of `shared/contract/media.ts`. */
  mediaRoot: string
}

declare global {
  interface Window {
    /** Set by the preload of the desktop window. */
    e3?: Pick<Transport, 'request' | 'subscribe'>
  }
}

/** The desktop's wire is never cut. */
const never = () => () => undefined

const transport: Transport =
  window.e3 === undefined
    ? connectToServer()
    : { ...window.e3, onReconnect: never, onConnection: never, mediaRoot: 'studio-media://media/' }

/** A request that the studio refused, with its reason in words. */
export class RequestError extends Error {
  readonly code: ReplyError['code']
  readonly data: ReplyError['data']

  constructor({ code, message, data }: ReplyError) {
    super(message)
    this.name = 'RequestError'
    this.code = code
    this.data = data
  }
}

/** Asks the studio; rejects with a `RequestError` whose message can be shown. */
export async function request<Name extends RouteName>(
  route: Name,
  input: RouteInput<Name>,
): Promise<RouteOutput<Name>> {
  const reply = await transport.request(route, input)
  if (reply.ok) return reply.data as RouteOutput<Name>
  throw new RequestError(reply.error)
}

export const subscribe = transport.subscribe
export const onReconnect = transport.onReconnect
export const onConnection = transport.onConnection

/** Where a picture or sound is loaded from. */
export function mediaUrl(address: string): string {
  return `${transport.mediaRoot}${address}`
}
