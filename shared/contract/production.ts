import { z } from 'zod'
import { DELIVERY_FORMATS } from '../models/production.ts'
import type { ProductionCard, ProductionDetails } from '../models/production-card.ts'
import { folderId, rowId } from './fields.ts'
import type { Snapshot } from './event.ts'
import { route } from './route.ts'

/** What a producer may do to a production. */
export const PRODUCTION_ACTIONS = ['pause', 'resume', 'cancel', 'retry'] as const

export const PRODUCTION_ROUTES = {
  /** All that are not finished, and the latest finished ones; with a book, all of that book. */
  'production.list': route({ bookId: folderId.optional() })<Snapshot<ProductionCard>>(),
  'production.get': route({ id: rowId })<ProductionDetails & { revision: number }>(),
  /** Without a narrator the title's own reads, else the first active one of its language. */
  'production.start': route({
    bookId: folderId,
    narratorId: folderId.nullable(),
    formats: z.array(z.enum(DELIVERY_FORMATS)).min(1).max(DELIVERY_FORMATS.length),
    /** A name of `production.pausePresets`; null is the studio's usual pauses, left out keeps what it has. */
    pausePreset: z.string().max(40).nullable().optional(),
  })<ProductionCard>(),
  /** Names of the presets of pauses that the configuration has. */
  'production.pausePresets': route({})<string[]>(),
  'production.steer': route({ id: rowId, action: z.enum(PRODUCTION_ACTIONS) })<ProductionCard>(),
} as const
