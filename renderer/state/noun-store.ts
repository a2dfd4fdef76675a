import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { EventName, Snapshot, StudioEvent } from '#shared/contract/event.ts'
import type { ReplyError } from '#shared/contract/reply.ts'
import { followSnapshot, type Following } from './follow-snapshot.ts'

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

/** A store of one noun that follows the studio from `open` on. */
export type NounStore<Item> = UseBoundStore<StoreApi<NounState<Item>>> &
  Following & {
    /** Shows a change before the studio has confirmed it; the next event or `reload` has the last word. */
    set: (item: Item) => void
  }

/** Makes the store of a noun whose items the studio lists and then tells changes of. */
export function createNounStore<Item>({ load, idOf, apply }: NounOptions<Item>): NounStore<Item> {
  const store = create<NounState<Item>>(() => ({ status: 'loading', failure: null, items: new Map() }))
  const following = followSnapshot({
    load,
    onForget: () => store.setState({ status: 'loading', failure: null, items: new Map() }),
    onSnapshot: (snapshot) => {
      const items = new Map(snapshot.items.map((item) => [idOf(item), item]))
      store.setState({ status: 'ready', failure: null, items })
    },
    onFailure: (failure) => store.setState({ status: 'failed', failure }),
    onNews: (events) => {
      const items = new Map(store.getState().items)
      if (events.map((event) => apply(items, event)).includes(true)) store.setState({ items })
    },
  })
  const set = (item: Item): void => store.setState(({ items }) => ({ items: new Map(items).set(idOf(item), item) }))

  return Object.assign(store, following, { set })
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
