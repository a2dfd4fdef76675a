import type { NarratorCard } from '#shared/models/narrator-card.ts'
import { request } from '../bridge.ts'
import { applyChanges, createNounStore } from './noun-store.ts'

/** Every narrator, by id. */
export const useNarrators = createNounStore<NarratorCard>({
  load: () => request('narrator.list', {}),
  idOf: ({ narratorId }) => narratorId,
  apply: applyChanges('narrator.changed'),
})
