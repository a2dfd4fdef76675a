import { useEffect, useRef } from 'react'
import type { TitleCard, TitleDetails } from '#shared/models/title-card.ts'
import { request } from '#renderer/bridge.ts'
import { useTitles } from '#renderer/state/titles.ts'
import { useLoaded, type Loaded } from '#renderer/state/use-loaded.ts'

/** All about one title; its card is live, the rest is loaded again when the text or the metadata is another. */
export function useTitle(bookId: string): Loaded<TitleDetails> & { card: TitleCard | null } {
  const loaded = useLoaded(bookId, () => request('title.get', { bookId }))
  const live = useTitles(({ items }) => items.get(bookId))
  const card = live ?? loaded.data?.card ?? null

  const state =
    live === undefined ? null : JSON.stringify([live.words, live.chapters, live.coverVersion, live.narratorId])
  const known = useRef(state)
  const { reload } = loaded
  useEffect(() => {
    if (state === null || known.current === state) return
    if (known.current !== null) reload()
    known.current = state
  }, [state, reload])

  return { ...loaded, card }
}
