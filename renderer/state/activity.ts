import { create } from 'zustand'
import type { Activity } from '#shared/models/studio.ts'
import { onReconnect, request, subscribe } from '../bridge.ts'

/** What is going on, in a few figures; null until it is known. */
export const useActivity = create<{ activity: Activity | null }>(() => ({ activity: null }))

let revision = -1

async function load(): Promise<void> {
  revision = -1
  try {
    const { revision: loaded, ...activity } = await request('studio.activity', {})
    if (loaded < revision) return
    revision = loaded
    useActivity.setState({ activity })
  } catch {
    // No environment is open, which the window says as a whole; the next one that opens is asked again.
    useActivity.setState({ activity: null })
  }
}

/** Follows the studio's activity; call it once. */
export function connectActivity(): void {
  let epoch: number | null = null
  subscribe((events) => {
    for (const event of events) {
      if (event.name === 'activity.changed' && event.revision > revision) {
        revision = event.revision
        useActivity.setState({ activity: event.data })
      } else if (event.name === 'studio.changed' && event.data.phase === 'open' && event.data.epoch !== epoch) {
        epoch = event.data.epoch
        void load()
      }
    }
  })
  onReconnect(() => void load())
  void load()
}
