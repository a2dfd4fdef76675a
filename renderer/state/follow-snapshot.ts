import type { StudioEvent } from '#shared/contract/event.ts'
import type { ReplyError } from '#shared/contract/reply.ts'
import { onReconnect, RequestError, subscribe } from '../bridge.ts'

interface FollowOptions<Snapshot> {
  load: () => Promise<Snapshot>
  /** Another environment is open: what was known is of no use. */
  onForget: () => void
  onSnapshot: (snapshot: Snapshot) => void
  onFailure: (failure: ReplyError) => void
  /** What happened after the snapshot was taken. */
  onNews: (events: readonly StudioEvent[]) => void
  /** The event says that the whole has to be asked for anew. */
  isReplaced?: ((event: StudioEvent) => boolean) | undefined
}

/** How a window keeps up with the studio. */
export interface Following {
  /** Subscribes, then takes a snapshot, then hands over what is newer; returns what ends it. */
  open: () => () => void
  /** Takes a new snapshot. */
  reload: () => Promise<void>
}

/** Follows what the studio first lists and then tells changes of; nothing is missed and nothing old is applied. */
export function followSnapshot<Snapshot extends { revision: number }>(options: FollowOptions<Snapshot>): Following {
  const { load, onForget, onSnapshot, onFailure, onNews, isReplaced } = options
  let revision = Number.MAX_SAFE_INTEGER
  let waiting: StudioEvent[] = []
  let loads = 0

  const tell = (events: readonly StudioEvent[]): void => {
    const newer = events.filter((event) => event.revision > revision)
    if (newer.length > 0) onNews(newer)
  }

  const reload = async (): Promise<void> => {
    const mine = ++loads
    revision = Number.MAX_SAFE_INTEGER
    waiting = []
    try {
      const snapshot = await load()
      // A later load has begun meanwhile, or nobody looks any more.
      if (mine !== loads) return
      revision = snapshot.revision
      onSnapshot(snapshot)
      tell(waiting)
    } catch (error) {
      if (mine !== loads) return
      onFailure(failureOf(error))
    }
    waiting = []
  }

  const open = (): (() => void) => {
    const isOtherEnvironment = watchEnvironment()
    const endEvents = subscribe((events) => {
      const hasOther = events.some(isOtherEnvironment)
      if (hasOther) onForget()
      if (hasOther || events.some((event) => isReplaced?.(event) === true)) {
        void reload()
        return
      }
      if (revision === Number.MAX_SAFE_INTEGER) waiting.push(...events)
      else tell(events)
    })
    const endReconnects = onReconnect(() => void reload())
    void reload()
    return () => {
      loads += 1
      endEvents()
      endReconnects()
    }
  }

  return { open, reload }
}

/** Says of each event whether it tells that another environment is open than at the last one. */
export function watchEnvironment(): (event: StudioEvent) => boolean {
  let epoch: number | null = null
  return (event) => {
    if (event.name !== 'studio.changed' || event.data.phase !== 'open' || event.data.epoch === epoch) return false
    epoch = event.data.epoch
    return true
  }
}

/** The reason of a failed request as it came over the wire. */
export function failureOf(error: unknown): ReplyError {
  if (error instanceof RequestError) return { code: error.code, message: error.message, data: error.data }
  return { code: 'internal', message: 'Something unexpected went wrong in this window.', data: {} }
}
