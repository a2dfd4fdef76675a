import { locateFfmpeg } from '#electron/audio/ffmpeg.ts'
import { EMBEDDED_SERVER } from '#electron/config/defaults.ts'
import { ComfyClient } from '#electron/comfyui/client.ts'
import { loadWorkflows } from '#electron/comfyui/workflow-registry.ts'
import type { HealthRow } from '#shared/models/settings.ts'
import { checkHealth, type ServerConfig } from './health.ts'
import type { StudioOptions } from './open-studio.ts'

/** Looks at everything that a production needs, changes nothing and never rejects. */
export function healthOf(options: StudioOptions): Promise<HealthRow[]> {
  return checkHealth(options, {
    locateFfmpeg,
    probeServer,
    listWorkflows: (root) => loadWorkflows(root).list(),
  })
}

async function probeServer({ url }: ServerConfig): Promise<string> {
  if (url === EMBEDDED_SERVER.url) return 'built in, starts with the first production'
  const client = new ComfyClient({ server: { url } })
  try {
    const { version } = await client.probe()
    return `${url} answers${version === null ? '' : `, ComfyUI ${version}`}`
  } finally {
    client.close()
  }
}
