import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { EventName, Snapshot, StudioEvent } from '#shared/contract/event.ts'
import { onReconnect, RequestError, subscribe } from '../bridge.ts'
import type { ReplyError } from '#shared/contract/reply.ts'

/** What the window knows of one noun; it is a projection, the studio has the truth. */
export interface NounState<Item> {
  status: 'loading' | 'ready' | 'failed'
  failure: ReplyError | null
  /** In the order of the snapshot; newcomers last. */
  items: ReadonlyMap<string, Item>
}

interface NounOptions<Item> {
  load: () => Promise<Snapshot<Item>>
  idOf: (item: Item) => string
  /** Folds an event into the items, which are a copy of their own; false when it is none of this noun's. */
  apply: (items: Map<string, Item>, event: StudioEvent) => boolean
}

/** A store of one noun with the functions that connect and load it. */
export type NounStore<Item> = UseBoundStore<StoreApi<NounState<Item>>> & {
  /** Subscribes, then takes a snapshot, then applies events that are newer than it; call it once. */
  connect: () => void
  /** Takes a new snapshot. */
  reload: () => Promise<void>
  /** Shows a change before the studio has confirmed it; the next event or `reload` has the last word. */
  set: (item: Item) => void
}

/** Makes the store of a noun whose items the studio lists and then tells changes of. */
export function createNounStore<Item>({ load, idOf, apply }: NounOptions<Item>): NounStore<Item> {
  const store = create<NounState<Item>>(() => ({ status: 'loading', failure: null, items: new Map() }))
  let revision = Number.MAX_SAFE_INTEGER
  let waiting: StudioEvent[] = []
  let loads = 0

  const fold = (events: readonly StudioEvent[]): void => {
    const newer = events.filter((event) => event.revision > revision)
    if (newer.length === 0) return
    const items = new Map(store.getState().items)
    if (newer.map((event) => apply(items, event)).includes(true)) store.setState({ items })
  }

  const reload = async (): Promise<void> => {
    const mine = ++loads
    revision = Number.MAX_SAFE_INTEGER
    waiting = []
    try {
      const snapshot = await load()
      // A later load has begun meanwhile: its snapshot is the newer one.
      if (mine !== loads) return
      revision = snapshot.revision
      const items = new Map(snapshot.items.map((item) => [idOf(item), item]))
      store.setState({ status: 'ready', failure: null, items })
      fold(waiting)
    } catch (error) {
      if (mine !== loads) return
      store.setState({ status: 'failed', failure: failureOf(error) })
    }
    waiting = []
  }

  const connect = (): void => {
    let epoch: number | null = null
    subscribe((events) => {
      for (const event of events) {
        if (event.name !== 'studio.changed' || event.data.phase !== 'open' || event.data.epoch === epoch) continue
        epoch = event.data.epoch
        store.setState({ status: 'loading', failure: null, items: new Map() })
        void reload()
        return
      }
      if (revision === Number.MAX_SAFE_INTEGER) waiting.push(...events)
      else fold(events)
    })
    onReconnect(() => void reload())
    void reload()
  }

  const set = (item: Item): void => store.setState(({ items }) => ({ items: new Map(items).set(idOf(item), item) }))

  return Object.assign(store, { connect, reload, set })
}

/** Folds the event that tells an item's new state and, where there is one, the event that it is gone; the events' keys are the ids. */
export function applyChanges<Item>(changed: EventName, removed?: EventName) {
  return (items: Map<string, Item>, event: StudioEvent): boolean => {
    if (event.name === removed) return items.delete(event.key)
    if (event.name !== changed) return false
    items.set(event.key, event.data as Item)
    return true
  }
}

/** The reason of a failed request as it came over the wire. */
export function failureOf(error: unknown): ReplyError {
  if (error instanceof RequestError) return { code: error.code, message: error.message, data: error.data }
  return { code: 'internal', message: 'Something unexpected went wrong in this window.', data: {} }
}
