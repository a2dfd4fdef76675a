import type { EventName, Events, StudioEvent } from '#shared/contract/event.ts'
import type { Logger } from '#electron/log/logger.ts'

/** Ten times a second: fast enough for an eye, slow enough for two thousand jobs a second. */
const INTERVAL_MS = 100
/** Reading what changed may not hold up the main thread; what is left over is told with the next batch. */
const FLUSH_BUDGET_MS = 8

type Listener = (events: readonly StudioEvent[]) => void
/** The state of a thing, or how to read it when it is told; null when there is nothing to tell any more. */
type Source<Name extends EventName> = Events[Name] | (() => Events[Name] | null)
interface Pending {
  name: EventName
  key: string
  source: unknown
}

/** All that a service needs in order to tell what changed. */
export interface Publisher {
  /** False while nobody would hear it: then there is no need to look for changes. */
  readonly hasListeners: boolean
  /** Marks a thing as changed; `key` names it among all of this event's things. */
  publish<Name extends EventName>(name: Name, key: string | number, source: Source<Name>): void
}

/**
 * Tells every window what changed, at most once in 100 ms for each thing, in batches.
 *
 * A revision rises with each event. Data is read when it is told, so a snapshot that carries the present `revision` is
 * never older than an event with a lower or equal one.
 */
export class Broadcast implements Publisher {
  readonly #listeners = new Set<Listener>()
  readonly #pending = new Map<string, Pending>()
  readonly #log: Logger
  #revision = 0
  #timer: NodeJS.Timeout | null = null
  #lastFlushMs = 0

  constructor(log: Logger) {
    this.#log = log
  }

  /** Of the last event that was told. */
  get revision(): number {
    return this.#revision
  }

  get hasListeners(): boolean {
    return this.#listeners.size > 0
  }

  publish<Name extends EventName>(name: Name, key: string | number, source: Source<Name>): void {
    if (!this.hasListeners) return
    this.#pending.set(`${name} ${key}`, { name, key: String(key), source })
    this.#schedule()
  }

  /** Returns what ends the subscription. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Forgets what was not told yet: it belongs to an environment that is gone. */
  clear(): void {
    this.#pending.clear()
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #schedule(): void {
    if (this.#timer !== null || this.#pending.size === 0) return
    const waitMs = Math.max(0, this.#lastFlushMs + INTERVAL_MS - Date.now())
    this.#timer = setTimeout(() => this.#flush(), waitMs)
  }

  #flush(): void {
    this.#timer = null
    this.#lastFlushMs = Date.now()
    const events = this.#readPending()
    if (events.length > 0) for (const listener of this.#listeners) this.#tell(listener, events)
    this.#schedule()
  }

  #readPending(): StudioEvent[] {
    const events: StudioEvent[] = []
    const untilMs = performance.now() + FLUSH_BUDGET_MS
    for (const [id, { name, key, source }] of this.#pending) {
      this.#pending.delete(id)
      try {
        const data: unknown = typeof source === 'function' ? (source as () => unknown)() : source
        if (data !== null) events.push({ name, key, revision: ++this.#revision, data } as StudioEvent)
      } catch (error) {
        this.#log.error('A change could not be told', { event: name, key, error })
      }
      if (performance.now() > untilMs) break
    }
    return events
  }

  #tell(listener: Listener, events: readonly StudioEvent[]): void {
    try {
      listener(events)
    } catch (error) {
      this.#log.error('A window could not be told', { events: events.length, error })
    }
  }
}

/** What one environment tells: heard only while the windows show that environment. */
export class Channel implements Publisher {
  readonly #broadcast: Publisher
  isHeard = false

  constructor(broadcast: Publisher) {
    this.#broadcast = broadcast
  }

  get hasListeners(): boolean {
    return this.isHeard && this.#broadcast.hasListeners
  }

  publish<Name extends EventName>(name: Name, key: string | number, source: Source<Name>): void {
    if (this.isHeard) this.#broadcast.publish(name, key, source)
  }
}
