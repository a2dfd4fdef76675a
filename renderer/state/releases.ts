import { useEffect, useMemo, useState } from 'react'
import type { StudioEvent } from '#shared/contract/event.ts'
import type { RouteInput } from '#shared/contract/routes.ts'
import type { ReleaseCard } from '#shared/models/release.ts'
import { request } from '../bridge.ts'
import { toast } from '../ui/toast.ts'
import { createNounStore, type NounStore } from './noun-store.ts'

/** The releases of one book, by `releaseKey`. */
export type ReleaseStore = NounStore<ReleaseCard>

/** What names a release. */
export type ReleaseId = Pick<ReleaseCard, 'productionId' | 'profileId'>

/** Follows the releases of a book for as long as the view is there. */
export function useReleaseStore(bookId: string): ReleaseStore {
  const store = useMemo(() => createReleaseStore(bookId), [bookId])
  useEffect(() => store.open(), [store])
  return store
}

export function createReleaseStore(bookId: string): ReleaseStore {
  return createNounStore<ReleaseCard>({
    load: () => request('release.list', { bookId }),
    idOf: releaseKey,
    apply: (items, event) => fold(items, event, bookId),
  })
}

export function releaseKey({ productionId, profileId }: ReleaseId): string {
  return `${productionId} ${profileId}`
}

export type ReleaseAction = 'build' | 'stop' | 'mend' | 'show' | 'savePdf'
type Mending = Pick<RouteInput<'release.mend'>, 'rows' | 'remedy'>

/** What can be done with a release; `busy` is what has been asked for and not yet begun. */
export function useReleaseActions(
  store: ReleaseStore,
  { productionId, profileId }: ReleaseId,
): {
  busy: ReleaseAction | null
  build: () => Promise<void>
  stop: () => Promise<void>
  mend: (mending: Mending) => Promise<void>
  show: () => Promise<void>
  savePdf: () => Promise<void>
} {
  const [busy, setBusy] = useState<ReleaseAction | null>(null)
  const release = { productionId, profileId }
  const act = async (action: ReleaseAction, ask: () => Promise<unknown>): Promise<void> => {
    setBusy(action)
    try {
      await ask()
    } catch (error) {
      toast.fail(error)
    }
    setBusy(null)
  }
  return {
    busy,
    build: () => act('build', async () => store.set(await request('release.build', release))),
    stop: () => act('stop', async () => store.set(await request('release.stop', release))),
    mend: (mending) => act('mend', async () => store.set(await request('release.mend', { ...release, ...mending }))),
    show: () => act('show', () => request('release.show', release)),
    savePdf: () =>
      act('savePdf', async () => {
        const saved = await request('release.savePdf', release)
        if (saved !== null) toast.say(`The report is saved as “${saved.name}”.`)
      }),
  }
}

function fold(items: Map<string, ReleaseCard>, event: StudioEvent, bookId: string): boolean {
  if (event.name !== 'release.changed' || event.data.bookId !== bookId) return false
  items.set(releaseKey(event.data), event.data)
  return true
}
