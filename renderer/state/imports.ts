import type { ImportItem } from '#shared/models/import-item.ts'
import { request } from '../bridge.ts'
import { applyChanges, createNounStore } from './noun-store.ts'

const changed = applyChanges<ImportItem>('import.changed')

/** Files on their way to the shelf, by import id. */
export const useImports = createNounStore<ImportItem>({
  load: () => request('import.list', {}),
  idOf: ({ importId }) => importId,
  apply: (items, event) => {
    if (event.name !== 'import.cleared') return changed(items, event)
    return event.data.importIds.map((importId) => items.delete(importId)).includes(true)
  },
})
