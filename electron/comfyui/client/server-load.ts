import { z } from 'zod'
import type { ServerCard } from '#shared/models/server-card.ts'
import { BODY_LIMIT_BYTES } from './bounded-body.ts'
import { Http } from './http.ts'
import type { ServerAddress } from './http.ts'
import { parseServerJson } from './server-json.ts'
import { plainWords } from './server-words.ts'

/** What a server says of its machine and its queue. */
export interface ServerLoad {
  version: string | null
  device: ServerCard['device']
  queue: NonNullable<ServerCard['queue']>
}

const amount = z.number().catch(0)
const statsSchema = z.looseObject({
  system: z.looseObject({ comfyui_version: z.string().nullish().catch(null) }).catch({}),
  devices: z
    .array(
      z.looseObject({ name: z.string().catch(''), type: z.string().catch(''), vram_total: amount, vram_free: amount }),
    )
    .catch([]),
})
const queueSchema = z.looseObject({ queue_running: z.array(z.unknown()), queue_pending: z.array(z.unknown()) })

/** Asks for both; throws `server.*` as `Http` does when the server does not answer within `timeoutMs`. */
export async function readServerLoad(address: ServerAddress, timeoutMs: number): Promise<ServerLoad> {
  const http = new Http(address, timeoutMs)
  const startMs = performance.now()
  try {
    const queue = await http.discover(() => http.json('queue', queueSchema, { maxBytes: BODY_LIMIT_BYTES.queue }))
    const stats = await http.text('system_stats', { timeoutMs: Math.max(1, timeoutMs - (performance.now() - startMs)) })
    // Some builds answer the statistics with an error where the card's driver gives none: the server works all the same.
    const { data } = statsSchema.safeParse(stats.status === 200 ? parseServerJson(stats.text) : null)
    const version = data?.system.comfyui_version ?? null
    return {
      version: version === null ? null : plainWords(version, 40),
      device: deviceOf(data?.devices ?? []),
      queue: { running: queue.queue_running.length, pending: queue.queue_pending.length },
    }
  } finally {
    http.close()
  }
}

function deviceOf([device]: z.infer<typeof statsSchema>['devices']): ServerLoad['device'] {
  if (!device) return null
  return {
    name: plainName(device.name || device.type),
    memoryTotalBytes: device.vram_total,
    memoryFreeBytes: device.vram_free,
  }
}

/** PyTorch says `cuda:0 NVIDIA GeForce RTX 4090 : cudaMallocAsync`. */
function plainName(name: string): string {
  return plainWords(name, 100)
    .replace(/^\w+:\d+\s+/, '')
    .replace(/\s*:\s*\w+$/, '')
    .trim()
}
