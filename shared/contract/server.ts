import { z } from 'zod'
import type { ServerCard, ServerTrial } from '../models/server-card.ts'
import { text } from './fields.ts'
import type { Snapshot } from './event.ts'
import { route } from './route.ts'

const name = text(60)
const url = z.url({ protocol: /^https?$/ }).max(500)
/** Null takes it away, or keeps the value that a header has. */
const token = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{1,4000}$/)
  .nullable()
const headers = z
  .array(
    z.strictObject({
      name: z.string().regex(/^[!#$%&'*+.^_`|~\w-]{1,100}$/),
      value: z
        .string()
        .regex(/^[\t\x20-\x7e]{1,4000}$/)
        .nullable(),
    }),
  )
  .max(20)
const settings = z
  .strictObject({
    url,
    token,
    headers,
    labels: z.array(z.string().regex(/^[\w.-]{1,40}$/)).max(20),
    weight: z.number().min(0.1).max(100).nullable(),
    slots: z.int().min(1).max(64).nullable(),
  })
  .partial()

/** The ComfyUI servers; changes are written to the environment's configuration file, secrets to `.env`, and never told. */
export const SERVER_ROUTES = {
  'server.list': route({})<Snapshot<ServerCard>>(),
  /** Asks the address, else that of the server with that name; credentials that are not given are that server's. */
  'server.test': route({
    name: name.optional(),
    url: url.optional(),
    token: token.optional(),
    headers: headers.optional(),
  })<ServerTrial>(),
  'server.add': route({ name, ...settings.shape, url })<ServerCard>(),
  /** What is not given stays. Throws `server.credentialsElsewhere` for kept credentials and an address on another machine. */
  'server.update': route({ name, changes: settings.extend({ name: name.optional() }) })<ServerCard>(),
  'server.setEnabled': route({ name, enabled: z.boolean() })<ServerCard>(),
  'server.remove': route({ name })<null>(),
} as const
