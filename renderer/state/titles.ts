import type { TitleCard } from '#shared/models/title-card.ts'
import { request } from '../bridge.ts'
import { applyChanges, createNounStore } from './noun-store.ts'

/** Every title on the shelf, by book id. */
export const useTitles = createNounStore<TitleCard>({
  load: () => request('title.list', {}),
  idOf: ({ bookId }) => bookId,
  apply: applyChanges('title.changed', 'title.removed'),
})
