import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { StudioEvent } from '#shared/contract/event.ts'
import type { ReplyError } from '#shared/contract/reply.ts'
import { followSnapshot, type Following } from './follow-snapshot.ts'

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
export type LiveValue<Value> = UseBoundStore<StoreApi<LiveState<Value>>> & Following

/** Makes the store of one thing. */
export function createLiveValue<Value>({ load, apply, isReplaced }: LiveOptions<Value>): LiveValue<Value> {
  const store = create<LiveState<Value>>(() => ({ status: 'loading', failure: null, value: null }))
  const following = followSnapshot({
    load,
    isReplaced,
    onForget: () => store.setState({ status: 'loading', failure: null, value: null }),
    onSnapshot: (value) => store.setState({ status: 'ready', failure: null, value }),
    onFailure: (failure) => store.setState({ status: 'failed', failure }),
    onNews: (events) => {
      const { value } = store.getState()
      const next = value === null ? null : apply(value, events)
      if (next !== value) store.setState({ value: next })
    },
  })
  return Object.assign(store, following)
}
