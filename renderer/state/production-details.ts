import { useEffect, useMemo } from 'react'
import type { StudioEvent } from '#shared/contract/event.ts'
import type { ProductionDetails } from '#shared/models/production-card.ts'
import { request } from '../bridge.ts'
import { createLiveValue, type LiveValue } from './live-value.ts'
import { foldProduction } from './production-fold.ts'

/** Follows one production with its chapters, files and log for as long as the view is there. */
export function useProductionStore(id: number): LiveValue<ProductionDetails> {
  const store = useMemo(() => createProductionStore(id), [id])
  useEffect(() => store.open(), [store])
  return store
}

function createProductionStore(id: number): LiveValue<ProductionDetails> {
  const store: LiveValue<ProductionDetails> = createLiveValue<ProductionDetails>({
    load: () => request('production.get', { id }),
    apply: (details, events) => foldProduction(details, id, events),
    isReplaced: (event) => isReplanned(event, id) || isFinished(event, id, store.getState().value),
  })
  return store
}

function isReplanned(event: StudioEvent, id: number): boolean {
  return event.name === 'production.replanned' && event.data.id === id
}

/** The files of a production are told with its details only. */
function isFinished(event: StudioEvent, id: number, known: ProductionDetails | null): boolean {
  if (event.name !== 'production.changed' || event.data.id !== id || event.data.status !== 'completed') return false
  return known !== null && known.card.status !== 'completed'
}
