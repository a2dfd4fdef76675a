import { z } from 'zod'
import { LOG_LEVELS } from '../models/log-level.ts'
import type { ConfigEntry, HealthRow, LogLine } from '../models/settings.ts'
import { route } from './route.ts'

export const SETTINGS_ROUTES = {
  'settings.config': route({})<ConfigEntry[]>(),
  'settings.health': route({})<HealthRow[]>(),
  /** Latest last; `level` is the lowest that is shown, `before` a line number to page back from. */
  'settings.logs': route({
    level: z.enum(LOG_LEVELS),
    text: z.string().max(200),
    limit: z.int().min(1).max(2000),
    before: z.int().optional(),
  })<{ revision: number; lines: LogLine[] }>(),
} as const
