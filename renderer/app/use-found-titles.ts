import { useEffect, useState } from 'react'
import type { TitleCard } from '#shared/models/title-card.ts'
import { request } from '../bridge.ts'
import { useTitles } from '../state/titles.ts'

const MOST_SHOWN = 8
const NONE: readonly string[] = []

/** The titles that fit what is typed, best first; those of the last answer stay until the next one. */
export function useFoundTitles(text: string): TitleCard[] {
  const cards = useTitles(({ items }) => items)
  const [bookIds, setBookIds] = useState(NONE)
  const typed = text.trim()

  useEffect(() => {
    if (typed === '') return
    let isStale = false
    request('title.search', { text: typed, limit: MOST_SHOWN })
      .then((found) => {
        if (!isStale) setBookIds(found.bookIds)
      })
      .catch(() => {
        // Commands and narrators are still found; the page behind says what is wrong with the studio.
        if (!isStale) setBookIds(NONE)
      })
    return () => {
      isStale = true
    }
  }, [typed])

  if (typed === '') return []
  return bookIds.flatMap((bookId) => cards.get(bookId) ?? [])
}
