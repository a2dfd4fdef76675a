import { create } from 'zustand'
import type { ReplyError } from '#shared/contract/reply.ts'
import type { EnvironmentName } from '#shared/models/environment.ts'
import type { StudioStatus } from '#shared/models/studio.ts'
import { onConnection, onReconnect, request, subscribe } from '../bridge.ts'
import { failureOf } from './follow-snapshot.ts'

interface StudioState {
  /** Null until the studio has said something. */
  status: StudioStatus | null
  /** Why the first question got no answer. */
  failure: ReplyError | null
  /** False while the wire to the studio is cut; in the desktop it never is. */
  isConnected: boolean
}

/** Which environment is open, and whether the studio works at all. */
export const useStudio = create<StudioState>(() => ({ status: null, failure: null, isConnected: true }))

/** How often the studio has told its state by itself. */
let timesTold = 0

export async function loadStudio(): Promise<void> {
  const before = timesTold
  try {
    const status = await request('studio.status', {})
    // What was told while the answer was on its way is newer than the answer.
    if (timesTold === before) useStudio.setState({ status, failure: null })
  } catch (error) {
    useStudio.setState({ failure: failureOf(error) })
  }
}

/** Follows the studio; call it once. */
export function connectStudio(): void {
  subscribe((events) => {
    const latest = events.findLast((event) => event.name === 'studio.changed')
    if (latest?.name !== 'studio.changed') return
    timesTold += 1
    useStudio.setState({ status: latest.data, failure: null })
  })
  onConnection((isConnected) => useStudio.setState({ isConnected }))
  onReconnect(() => void loadStudio())
  void loadStudio()
}

/** True while the books that count are open. */
export function isProd(): boolean {
  return useStudio.getState().status?.env === 'prod'
}

export function otherEnvironment(env: EnvironmentName): EnvironmentName {
  return env === 'alpha' ? 'prod' : 'alpha'
}
