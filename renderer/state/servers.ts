import type { ServerCard } from '#shared/models/server-card.ts'
import { request } from '../bridge.ts'
import { applyChanges, createNounStore } from './noun-store.ts'

/** The ComfyUI servers, by name. */
export const useServers = createNounStore<ServerCard>({
  load: () => request('server.list', {}),
  idOf: ({ name }) => name,
  apply: applyChanges('server.changed', 'server.removed'),
})
