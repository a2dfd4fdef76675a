import type { EventName, Events, StudioEvent } from '#shared/contract/event.ts'
import type { Logger } from '#electron/log/logger.ts'

/** Ten times a second: fast enough for an eye, slow enough for two thousand jobs a second. */
const INTERVAL_MS = 100
/** Reading what changed may not hold up the main thread: what is left over is told with the next batch. */
const FLUSH_BUDGET_MS = 8
const MOST_READ_TOGETHER = 500

type Listener = (events: readonly StudioEvent[]) => void
/** The state of a thing, or how to read it when it is told; null when there is nothing to tell any more. */
type Source<Name extends EventName> = Events[Name] | (() => Events[Name] | null)
/** Reads the present state of all things that these rows concern. */
export type ReadTogether<Name extends EventName> = (
  rowIds: readonly number[],
) => readonly { key: string | number; data: Events[Name] }[]

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
  /** Marks a row of many as changed; all rows with the same `read` are read at once when they are told. */
  publishRow<Name extends EventName>(name: Name, rowId: number, read: ReadTogether<Name>): void
}

/**
 * Tells every window what changed, at most once in 100 ms for each thing, in batches.
 *
 * A revision rises with each event. Data is read when it is told, so a snapshot that carries the present `revision` is
 * never older than an event with a lower or equal one.
 */
export class Broadcast implements Publisher {
  readonly #listeners = new Set<Listener>()
  readonly #things = new Map<string, Pending>()
  readonly #rows = new Map<ReadTogether<EventName>, { name: EventName; ids: Set<number> }>()
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
    this.#things.set(`${name} ${key}`, { name, key: String(key), source })
    this.#schedule()
  }

  publishRow<Name extends EventName>(name: Name, rowId: number, read: ReadTogether<Name>): void {
    if (!this.hasListeners) return
    const rows = this.#rows.get(read) ?? { name, ids: new Set() }
    rows.ids.add(rowId)
    this.#rows.set(read, rows)
    this.#schedule()
  }

  /** Returns what ends the subscription. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Forgets what was not told yet: it belongs to an environment that is gone. */
  clear(): void {
    this.#things.clear()
    this.#rows.clear()
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #schedule(): void {
    if (this.#timer !== null || this.#things.size + this.#rows.size === 0) return
    const waitMs = Math.max(0, this.#lastFlushMs + INTERVAL_MS - Date.now())
    this.#timer = setTimeout(() => this.#flush(), waitMs)
  }

  #flush(): void {
    this.#timer = null
    this.#lastFlushMs = Date.now()
    const events = [...this.#readThings(), ...this.#readRows()]
    if (events.length > 0) for (const listener of this.#listeners) this.#tell(listener, events)
    this.#schedule()
  }

  #readThings(): StudioEvent[] {
    const events: StudioEvent[] = []
    const untilMs = performance.now() + FLUSH_BUDGET_MS
    for (const [id, { name, key, source }] of this.#things) {
      this.#things.delete(id)
      this.#guarded(name, () => {
        const data: unknown = typeof source === 'function' ? (source as () => unknown)() : source
        if (data !== null) events.push(this.#event(name, key, data))
      })
      if (performance.now() > untilMs) break
    }
    return events
  }

  #readRows(): StudioEvent[] {
    const events: StudioEvent[] = []
    for (const [read, { name, ids }] of this.#rows) {
      const some = [...ids].slice(0, MOST_READ_TOGETHER)
      for (const id of some) ids.delete(id)
      if (ids.size === 0) this.#rows.delete(read)
      this.#guarded(name, () => {
        for (const { key, data } of read(some)) events.push(this.#event(name, String(key), data))
      })
    }
    return events
  }

  #event(name: EventName, key: string, data: unknown): StudioEvent {
    return { name, key, revision: ++this.#revision, data } as StudioEvent
  }

  #guarded(event: EventName, read: () => void): void {
    try {
      read()
    } catch (error) {
      this.#log.error('A change could not be told', { event, error })
    }
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

  publishRow<Name extends EventName>(name: Name, rowId: number, read: ReadTogether<Name>): void {
    if (this.isHeard) this.#broadcast.publishRow(name, rowId, read)
  }
}
