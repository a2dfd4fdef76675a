import type { Audition } from '#shared/models/narrator-card.ts'
import { request } from '../bridge.ts'
import { applyChanges, createNounStore } from './noun-store.ts'

const changed = applyChanges<Audition>('audition.changed')

/** Lines spoken on trial, by audition id. */
export const useAuditions = createNounStore<Audition>({
  load: () => request('audition.list', {}),
  idOf: ({ auditionId }) => auditionId,
  apply: (items, event) => {
    if (event.name !== 'audition.cleared') return changed(items, event)
    return event.data.auditionIds.map((auditionId) => items.delete(auditionId)).includes(true)
  },
})
