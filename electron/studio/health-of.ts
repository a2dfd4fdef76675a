import { locateFfmpeg } from '#electron/audio/ffmpeg.ts'
import { EMBEDDED_SERVER } from '#electron/config/defaults.ts'
import { addressOf } from '#electron/comfyui/client/http.ts'
import { readServerLoad } from '#electron/comfyui/client/server-load.ts'
import { loadWorkflows } from '#electron/comfyui/workflows/workflow-registry.ts'
import { redactText } from '#electron/log/redact.ts'
import type { HealthRow } from '#shared/models/settings.ts'
import { checkHealth, type ServerConfig } from './health.ts'
import type { StudioOptions } from './open-studio.ts'

const PROBE_TIMEOUT_MS = 5000

/** Looks at everything that a production needs, changes nothing and never rejects. */
export function healthOf(options: StudioOptions): Promise<HealthRow[]> {
  return checkHealth(options, {
    locateFfmpeg,
    probeServer,
    listWorkflows: (root) => loadWorkflows(root).list(),
  })
}

async function probeServer(server: ServerConfig): Promise<string> {
  const { url } = server
  if (url === EMBEDDED_SERVER.url) return 'built in, starts with the first production'
  const { version } = await readServerLoad(addressOf(server), PROBE_TIMEOUT_MS)
  return `${redactText(url, [])} answers${version === null ? '' : `, ComfyUI ${version}`}`
}
