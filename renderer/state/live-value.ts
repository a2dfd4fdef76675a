import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { StudioEvent } from '#shared/contract/event.ts'
import type { ReplyError } from '#shared/contract/reply.ts'
import { onReconnect, subscribe } from '../bridge.ts'
import { failureOf } from './noun-store.ts'

/** What the window knows of one thing that the studio goes on telling about. */
export interface LiveState<Value> {
  status: 'loading' | 'ready' | 'failed'
  failure: ReplyError | null
  /** Stays while it is loaded anew. */
  value: Value | null
}

interface LiveOptions<Value> {
  load: () => Promise<Value & { revision: number }>
  /** The value after the events; the same object when none of them is about it. */
  apply: (value: Value, events: readonly StudioEvent[]) => Value
  /** The event says that the value is another one altogether. */
  isReplaced?: (event: StudioEvent) => boolean
}

/** A store of one thing that is followed only while somebody looks at it. */
export type LiveValue<Value> = UseBoundStore<StoreApi<LiveState<Value>>> & {
  /** Subscribes, then takes a snapshot, then applies what is newer; returns what ends it. */
  open: () => () => void
  reload: () => Promise<void>
}

/** Makes the store of one thing. */
export function createLiveValue<Value>({ load, apply, isReplaced }: LiveOptions<Value>): LiveValue<Value> {
  const store = create<LiveState<Value>>(() => ({ status: 'loading', failure: null, value: null }))
  let revision = Number.MAX_SAFE_INTEGER
  let waiting: StudioEvent[] = []
  let loads = 0

  const fold = (events: readonly StudioEvent[]): void => {
    const { value } = store.getState()
    const newer = events.filter((event) => event.revision > revision)
    if (value === null || newer.length === 0) return
    const next = apply(value, newer)
    if (next !== value) store.setState({ value: next })
  }

  const reload = async (): Promise<void> => {
    const mine = ++loads
    revision = Number.MAX_SAFE_INTEGER
    waiting = []
    try {
      const value = await load()
      // A later load has begun meanwhile, or nobody looks any more.
      if (mine !== loads) return
      revision = value.revision
      store.setState({ status: 'ready', failure: null, value })
      fold(waiting)
    } catch (error) {
      if (mine !== loads) return
      store.setState({ status: 'failed', failure: failureOf(error) })
    }
    waiting = []
  }

  const open = (): (() => void) => {
    let epoch: number | null = null
    const endEvents = subscribe((events) => {
      for (const event of events) {
        const isOther = event.name === 'studio.changed' && event.data.phase === 'open' && event.data.epoch !== epoch
        if (event.name === 'studio.changed' && isOther) {
          epoch = event.data.epoch
          store.setState({ status: 'loading', failure: null, value: null })
        }
        if (isOther || isReplaced?.(event) === true) {
          void reload()
          return
        }
      }
      if (revision === Number.MAX_SAFE_INTEGER) waiting.push(...events)
      else fold(events)
    })
    const endReconnects = onReconnect(() => void reload())
    void reload()
    return () => {
      loads += 1
      endEvents()
      endReconnects()
    }
  }

  return Object.assign(store, { open, reload })
}
