import { z } from 'zod'
import type { QueueState } from '../models/queue-state.ts'
import { route } from './route.ts'

/** The queue as a whole. */
export const QUEUE_ROUTES = {
  'queue.state': route({})<QueueState & { revision: number }>(),
  /** Paused, nothing new is taken; what is on a server is finished. It stays so until it is resumed, over restarts too. */
  'queue.setPaused': route({ isPaused: z.boolean() })<QueueState>(),
} as const
