import { useCallback, useEffect, useRef, useState } from 'react'
import type { ReplyError } from '#shared/contract/reply.ts'
import { onReconnect } from '../bridge.ts'
import { failureOf } from './follow-snapshot.ts'

/** What a view asked the studio for, once. */
export interface Loaded<Data> {
  status: 'loading' | 'ready' | 'failed'
  failure: ReplyError | null
  /** Stays while it is loaded anew. */
  data: Data | null
  reload: () => void
}

/** Loads what a view needs, again when `key` changes or the studio comes back; late answers to former keys are dropped. */
export function useLoaded<Data>(key: string, load: () => Promise<Data>): Loaded<Data> {
  const [state, setState] = useState<Omit<Loaded<Data>, 'reload'> & { key: string }>({
    key,
    status: 'loading',
    failure: null,
    data: null,
  })
  const latest = useRef({ load, turn: 0 })
  useEffect(() => {
    latest.current.load = load
  })

  const reload = useCallback(() => {
    const turn = ++latest.current.turn
    const isLatest = () => latest.current.turn === turn
    latest.current.load().then(
      (data) => {
        if (isLatest()) setState({ key, status: 'ready', failure: null, data })
      },
      (error: unknown) => {
        if (isLatest()) setState({ key, status: 'failed', failure: failureOf(error), data: null })
      },
    )
  }, [key])

  useEffect(() => {
    reload()
    const unsubscribe = onReconnect(reload)
    const turns = latest.current
    return () => {
      turns.turn += 1
      unsubscribe()
    }
  }, [reload])

  // A view of another key must not show the former one's data for a moment.
  const fitting = state.key === key ? state : { status: 'loading' as const, failure: null, data: null }
  return { status: fitting.status, failure: fitting.failure, data: fitting.data, reload }
}
