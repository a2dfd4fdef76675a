import type { StudioEvent } from '#shared/contract/event.ts'

interface EventStreamOptions {
  url: string
  onEvents: (events: readonly StudioEvent[]) => void
  /** Told for each change, the first time when the first try has ended. */
  onConnection: (isConnected: boolean) => void
  /** Each time that the line is lost or a try has failed. */
  onLost: () => void
  /** Registers what tries again at once: the producer looks at the window, the network is back. */
  onWake: (retry: () => void) => void
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 10_000
/** The studio is heard from every 15 s; a line that is dead, as after sleep, says nothing by itself. */
const SILENCE_MS = 40_000

/** Listens to the studio's events for as long as the window lives, over a socket that comes back by itself. */
export function openEventStream({ url, onEvents, onConnection, onLost, onWake }: EventStreamOptions): void {
  let isConnected: boolean | null = null
  let socket: WebSocket | null = null
  let waitMs = FIRST_WAIT_MS
  let retry: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined

  const tell = (isNow: boolean): void => {
    if (isNow === isConnected) return
    isConnected = isNow
    onConnection(isNow)
  }
  const lose = (lost: WebSocket): void => {
    if (lost !== socket) return
    socket = null
    clearTimeout(silence)
    tell(false)
    onLost()
    retry = setTimeout(connect, waitMs)
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)
  }
  const connect = (): void => {
    clearTimeout(retry)
    const opened = new WebSocket(url)
    socket = opened
    const hear = (): void => {
      clearTimeout(silence)
      silence = setTimeout(() => {
        lose(opened)
        opened.close()
      }, SILENCE_MS)
    }
    hear()
    opened.onopen = () => {
      waitMs = FIRST_WAIT_MS
      hear()
      tell(true)
    }
    opened.onmessage = ({ data }: MessageEvent<string>) => {
      hear()
      const events = JSON.parse(data) as StudioEvent[]
      if (events.length > 0 && opened === socket) onEvents(events)
    }
    opened.onclose = () => lose(opened)
  }
  onWake(() => {
    if (socket === null) connect()
  })
  connect()
}
