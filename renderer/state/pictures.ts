import { useEffect, useMemo } from 'react'
import type { StudioEvent } from '#shared/contract/event.ts'
import type { PictureCard, PicturePlace } from '#shared/models/picture.ts'
import { request } from '../bridge.ts'
import { createNounStore, type NounStore } from './noun-store.ts'

/** The pictures of one book, by id. */
export type PictureStore = NounStore<PictureCard>

/** Follows the pictures of a book for as long as the view is there. */
export function usePictureStore(bookId: string): PictureStore {
  const store = useMemo(() => createPictureStore(bookId), [bookId])
  useEffect(() => store.open(), [store])
  return store
}

export function createPictureStore(bookId: string): PictureStore {
  return createNounStore<PictureCard>({
    load: () => request('picture.list', { bookId }),
    idOf: ({ id }) => String(id),
    apply: (items, event) => fold(items, event, bookId),
  })
}

/** Shows pictures as an answer of the studio told them, or as they will be in a moment. */
export function showPictures(store: PictureStore, cards: readonly PictureCard[]): void {
  store.setState(({ items }) => {
    const next = new Map(items)
    for (const card of cards) put(next, card)
    return { items: next }
  })
}

/** Takes a picture off the screen. */
export function hidePicture(store: PictureStore, { id }: PictureCard): void {
  store.setState(({ items }) => {
    const next = new Map(items)
    next.delete(String(id))
    return { items: next }
  })
}

/** A name for a place among those of one book. */
export function placeKey({ kind, chapterIndex, paragraphIndex }: PicturePlace): string {
  return `${kind} ${chapterIndex} ${paragraphIndex}`
}

/** The candidates by place, the latest first. */
export function byPlace(pictures: Iterable<PictureCard>): ReadonlyMap<string, readonly PictureCard[]> {
  const places = new Map<string, PictureCard[]>()
  for (const picture of [...pictures].sort((a, b) => b.id - a.id)) {
    const key = placeKey(picture)
    const candidates = places.get(key)
    if (candidates === undefined) places.set(key, [picture])
    else candidates.push(picture)
  }
  return places
}

function fold(items: Map<string, PictureCard>, event: StudioEvent, bookId: string): boolean {
  if (event.name === 'picture.removed') return event.data.bookId === bookId && items.delete(String(event.data.id))
  if (event.name !== 'picture.changed' || event.data.bookId !== bookId) return false
  put(items, event.data)
  return true
}

/** A place has one chosen picture: a new one takes the mark from the former, in whatever order the two are told. */
function put(items: Map<string, PictureCard>, card: PictureCard): void {
  if (card.isChosen) {
    for (const [id, other] of items) {
      if (other.isChosen && placeKey(other) === placeKey(card)) items.set(id, { ...other, isChosen: false })
    }
  }
  items.set(String(card.id), card)
}
