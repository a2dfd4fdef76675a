import { z } from 'zod'
import { ENVIRONMENTS } from '../models/environment.ts'
import type { Activity, StudioStatus, SwitchPlan } from '../models/studio.ts'
import { text } from './fields.ts'
import { route } from './route.ts'

const env = z.enum(ENVIRONMENTS)

/** The studio as a whole: which environment is open, what is going on. */
export const STUDIO_ROUTES = {
  'studio.status': route({})<StudioStatus>(),
  'studio.switchPlan': route({ env })<SwitchPlan>(),
  /** Settles when the other environment is open; rejects with its reason and leaves the present one open. */
  'studio.switch': route({ env })<StudioStatus>(),
  /** Opens the present environment again: after it failed, or to apply a changed configuration. */
  'studio.reopen': route({})<StudioStatus>(),
  'studio.activity': route({})<Activity & { revision: number }>(),
  /** Shows a file in the system's file manager; `media` is an address below `studio-media`, never a path. */
  'studio.showFile': route({ media: text(500) })<null>(),
} as const
