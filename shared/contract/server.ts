import { z } from 'zod'
import type { ServerCard, ServerTrial } from '../models/server-card.ts'
import { text } from './fields.ts'
import type { Snapshot } from './event.ts'
import { route } from './route.ts'

const name = text(60)
const url = z.url({ protocol: /^https?$/ }).max(500)

/** The ComfyUI servers; changes are written to the environment's configuration file. */
export const SERVER_ROUTES = {
  'server.list': route({})<Snapshot<ServerCard>>(),
  'server.test': route({ url })<ServerTrial>(),
  'server.add': route({ name, url })<ServerCard>(),
  'server.setEnabled': route({ name, enabled: z.boolean() })<ServerCard>(),
  'server.remove': route({ name })<null>(),
} as const
