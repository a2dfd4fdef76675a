import { useEffect, useState } from 'react'
import type { ReplyError } from '#shared/contract/reply.ts'
import { request } from '#renderer/bridge.ts'
import { failureOf } from '#renderer/state/follow-snapshot.ts'

interface SearchState {
  /** What was asked for when these came; null before the first answer. */
  text: string | null
  bookIds: readonly string[]
  failure: ReplyError | null
}

const NOTHING: SearchState = { text: null, bookIds: [], failure: null }
/** As many as a shelf is built for. */
const MOST_RESULTS = 10_000

/** Titles that match, best first; the former answer stays until the next has come, and late ones are dropped. */
export function useTitleSearch(
  text: string,
  titleCount: number,
): { bookIds: readonly string[] | null; isWaiting: boolean; failure: ReplyError | null } {
  const asked = text.trim()
  const [state, setState] = useState(NOTHING)

  // Another number of titles means that the answer may be another one too.
  useEffect(() => {
    if (asked === '') return
    let isCurrent = true
    request('title.search', { text: asked, limit: MOST_RESULTS }).then(
      ({ bookIds }) => {
        if (isCurrent) setState({ text: asked, bookIds, failure: null })
      },
      (error: unknown) => {
        if (isCurrent) setState({ text: asked, bookIds: [], failure: failureOf(error) })
      },
    )
    return () => {
      isCurrent = false
    }
  }, [asked, titleCount])

  if (asked === '') return { bookIds: null, isWaiting: false, failure: null }
  const isWaiting = state.text !== asked
  return { bookIds: state.text === null ? null : state.bookIds, isWaiting, failure: isWaiting ? null : state.failure }
}
