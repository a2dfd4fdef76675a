import type { ProductionCard } from '#shared/models/production-card.ts'
import { request } from '../bridge.ts'
import { applyChanges, createNounStore } from './noun-store.ts'

/** The productions that are not finished and the latest finished ones, by id. */
export const useProductions = createNounStore<ProductionCard>({
  load: () => request('production.list', {}),
  idOf: ({ id }) => String(id),
  apply: applyChanges('production.changed'),
})
