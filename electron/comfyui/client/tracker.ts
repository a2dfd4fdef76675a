import type { Outcome } from './outcome.ts'
import type { SocketMessage } from './socket-message.ts'

/** How a prompt stands on the server when it has not ended. */
export type QueuePlace = 'running' | 'pending'

/** What the tracker asks the server; rejections mean that the server did not answer. */
export interface TrackerServer {
  readHistory(promptId: string, signal?: AbortSignal): Promise<Outcome | null>
  readQueue(promptId: string, signal?: AbortSignal): Promise<QueuePlace | null>
  /** Of the open socket, else null. */
  clientId(): string | null
  /** The socket kept something from us. */
  onDeafSocket(): void
}

export interface TrackerTimes {
  /** Between two looks without a socket's help; the first ones come sooner, those with a healthy socket later. */
  pollMs: number
  /** A prompt that is absent for this long is lost; longer where that is unlikely. */
  lostAfterMs: number
  /** A server that does not answer for this long is gone, where `isGone` does not say otherwise. */
  goneAfterMs: number
}

export interface TrackOptions {
  signal?: AbortSignal
  /** Once, when the prompt is known to run. */
  onStarted?: () => void
  /** The sum of the nodes' progress, each 0–1. */
  onProgress?: (nodes: number) => void
  /** Once or never: the socket tells that the server is done with the prompt; its outcome follows. */
  onEnding?: () => void
  /** A look went unanswered; tracking goes on. */
  onTrouble?: (error: unknown) => void
  /** Whether a server that has failed like this for so long is to be given up. */
  isGone?: (error: unknown, silentMs: number) => boolean
}

interface Watch extends TrackOptions {
  /** The connection that gets the prompt's messages; null for none. */
  clientId: string | null
  isStarted: boolean
  /** The server has shown that it knows the prompt, and has not been away since. */
  isKnown: boolean
  /** The socket told the end. */
  hasEnded: boolean
  /** As the socket told it last; null before. */
  nodes: number | null
  isCancelling: boolean
  isHinted: boolean
  wake: () => void
}

const FIRST_LOOK_MS = 100
const FIRST_REREAD_MS = 20
const HEALTHY_FACTOR = 5
/** From one look to the end of the next, whatever the limits of requests and pauses. */
const LONGEST_LOOK_MS = 120_000
/** A history entry that was announced, or whose server has not been away, is rather late than lost. */
const PATIENCE = { ended: 30, known: 5, unknown: 1 } as const

/** Follows prompts to their end: history is the truth, the socket only says when to look. */
export class PromptTracker {
  readonly #server: TrackerServer
  readonly #times: TrackerTimes
  readonly #watches = new Map<string, Watch>()

  constructor(server: TrackerServer, times: TrackerTimes) {
    this.#server = server
    this.#times = times
  }

  /** Listens for a prompt that is about to be posted: messages may come before the answer to the post. */
  expect(promptId: string, clientId: string | null): void {
    this.#watches.set(promptId, newWatch(clientId))
  }

  /** The server took the prompt. */
  markAccepted(promptId: string): void {
    const watch = this.#watches.get(promptId)
    if (watch) watch.isKnown = true
  }

  /** The prompt was not taken. */
  forget(promptId: string): void {
    this.#watches.delete(promptId)
  }

  /** The prompt was asked to stop: absence now means that it did. */
  markCancelling(promptId: string): void {
    const watch = this.#watches.get(promptId)
    if (!watch) return
    watch.isCancelling = true
    hint(watch)
  }

  receive(message: SocketMessage): void {
    if (message.kind === 'status') {
      for (const watch of this.#watches.values()) if (watch.clientId !== this.#server.clientId()) hint(watch)
      return
    }
    const watch = this.#watches.get(message.promptId)
    if (!watch) return
    if (message.kind === 'ended' || message.kind === 'ending') end(watch)
    // After `ending` the entry may not be there yet: `ended` or the next look finds it.
    if (message.kind === 'ended') hint(watch)
    else if (message.kind === 'ending') setTimeout(() => hint(watch), FIRST_LOOK_MS)
    else start(watch)
    if (message.kind !== 'progress') return
    watch.nodes = message.nodes
    watch.onProgress?.(message.nodes)
  }

  /** The socket opened or closed: what it would have told may have been missed. */
  socketChanged(): void {
    for (const watch of this.#watches.values()) {
      if (watch.clientId !== null && !this.#isConnected(watch)) disconnect(watch)
      hint(watch)
    }
  }

  /**
   * The outcome of a prompt, whoever posted it.
   *
   * Rejects with the server's error after `goneAfterMs` without an answer, and with the signal's reason when aborted.
   */
  async track(promptId: string, options: TrackOptions = {}): Promise<Outcome> {
    const watch = this.#watches.get(promptId) ?? { ...newWatch(null), isHinted: true }
    Object.assign(watch, options)
    this.#watches.set(promptId, watch)
    // The socket may have told of it before the answer to the post came.
    if (watch.isStarted) watch.onStarted?.()
    if (watch.nodes !== null) watch.onProgress?.(watch.nodes)
    if (watch.hasEnded) watch.onEnding?.()
    let absentSinceMs: number | null = null
    let silentMs: number | null = null
    let failedAtMs = 0
    try {
      for (let look = 0; ; look++) {
        await pause(watch, this.#delayMs(watch, look, absentSinceMs !== null))
        options.signal?.throwIfAborted()
        let found: Outcome | QueuePlace | 'absent'
        try {
          found = await this.#look(promptId, options.signal)
        } catch (error) {
          options.signal?.throwIfAborted()
          watch.isKnown = watch.hasEnded = false
          const nowMs = performance.now()
          // While the machine slept the server was not asked: that time says nothing about it.
          silentMs = silentMs === null ? 0 : silentMs + Math.min(nowMs - failedAtMs, LONGEST_LOOK_MS)
          failedAtMs = nowMs
          if (options.isGone?.(error, silentMs) ?? silentMs >= this.#times.goneAfterMs) throw error
          options.onTrouble?.(error)
          continue
        }
        silentMs = null
        if (found !== 'absent') absentSinceMs = null
        if (found === 'pending' || found === 'running') watch.isKnown = true
        if (found === 'pending') continue
        this.#testSocket(watch, found)
        if (typeof found === 'object') return found
        if (found === 'running') {
          watch.hasEnded = false
          start(watch)
          continue
        }
        const now = performance.now()
        const wasAbsent = absentSinceMs !== null
        absentSinceMs ??= now
        if (watch.isCancelling || (wasAbsent && now - absentSinceMs >= this.#patienceMs(watch))) return { kind: 'lost' }
      }
    } finally {
      this.#watches.delete(promptId)
    }
  }

  async #look(promptId: string, signal?: AbortSignal): Promise<Outcome | QueuePlace | 'absent'> {
    const read = () => this.#server.readHistory(promptId, signal)
    // It may finish between the two: hence history once more.
    return (await read()) ?? (await this.#server.readQueue(promptId, signal)) ?? (await read()) ?? 'absent'
  }

  /** A socket that stays open and silent while its prompt runs will not tell of the end either. */
  #testSocket(watch: Watch, found: Outcome | 'running' | 'absent'): void {
    const isDeaf = found !== 'absent' && !watch.isStarted && !watch.hasEnded && this.#isConnected(watch)
    if (!isDeaf) return
    // We drop the connection ourselves: that says nothing about the server.
    for (const other of this.#watches.values()) other.clientId = null
    this.#server.onDeafSocket()
  }

  #isConnected(watch: Watch): boolean {
    return watch.clientId !== null && watch.clientId === this.#server.clientId()
  }

  #patienceMs(watch: Watch): number {
    const kind = watch.hasEnded ? 'ended' : watch.isKnown ? 'known' : 'unknown'
    return this.#times.lostAfterMs * PATIENCE[kind]
  }

  #delayMs(watch: Watch, look: number, isAbsent: boolean): number {
    const { pollMs, lostAfterMs } = this.#times
    const soon = (firstMs: number) => Math.min(pollMs, firstMs * 2 ** Math.min(look, 20))
    if (watch.hasEnded) return soon(FIRST_REREAD_MS)
    if (isAbsent) return Math.min(pollMs, lostAfterMs / 2)
    return this.#isConnected(watch) ? pollMs * Math.min(look + 1, HEALTHY_FACTOR) : soon(FIRST_LOOK_MS)
  }
}

function newWatch(clientId: string | null): Watch {
  return {
    clientId,
    isStarted: false,
    isKnown: false,
    hasEnded: false,
    nodes: null,
    isCancelling: false,
    isHinted: false,
    wake: () => undefined,
  }
}

function start(watch: Watch): void {
  watch.isKnown = true
  if (watch.isStarted) return
  watch.isStarted = true
  watch.onStarted?.()
}

function end(watch: Watch): void {
  watch.isKnown = true
  if (watch.hasEnded) return
  watch.hasEnded = true
  watch.onEnding?.()
}

/** Its connection broke: the server may have been restarted, and what it announced may be gone. */
function disconnect(watch: Watch): void {
  watch.clientId = null
  if (watch.hasEnded) watch.hasEnded = false
  else watch.isKnown = false
}

function hint(watch: Watch): void {
  watch.isHinted = true
  watch.wake()
}

/** Until a hint came, the time is over or the watch's signal is aborted. */
async function pause(watch: Watch, ms: number): Promise<void> {
  if (!watch.isHinted && watch.signal?.aborted !== true) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      watch.wake = () => {
        clearTimeout(timer)
        resolve()
      }
      watch.signal?.addEventListener('abort', watch.wake, { once: true })
    })
    watch.signal?.removeEventListener('abort', watch.wake)
  }
  watch.isHinted = false
}
