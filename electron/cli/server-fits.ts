import type { Workflow } from '#electron/comfyui/workflows/bind-workflow.ts'
import { addressOf, type ServerAddress } from '#electron/comfyui/client/http.ts'
import { probeFits } from '#electron/comfyui/workflows/probe-fits.ts'
import { EMBEDDED_SERVER } from '#electron/config/defaults.ts'
import type { Config } from '#electron/config/schema.ts'
import { runsEmbedded } from '#electron/production/voice-models.ts'
import type { WorkflowFit } from '#shared/models/workflow-card.ts'

/** A server as it is configured. */
export type ConfiguredServer = ServerAddress & { name: string; labels?: readonly string[] | undefined }

const DEADLINE_MS = 4000

/** The servers that are not switched off; the built-in engine, which runs only in a working studio, comes last. */
export function configuredServers({ comfyui }: Pick<Config, 'comfyui'>): ConfiguredServer[] {
  const named = comfyui.servers.filter(({ enabled, url }) => enabled !== false && url !== EMBEDDED_SERVER.url)
  const servers = named.map((server) => ({ ...addressOf(server), name: server.name, labels: server.labels }))
  return [...servers, { ...EMBEDDED_SERVER }]
}

/** What the servers can do with each of the workflows, asked now; what the built-in engine can do is known. */
export async function serverFits(
  servers: readonly ConfiguredServer[],
  workflows: readonly Workflow[],
): Promise<Map<string, WorkflowFit[]>> {
  const reachable = servers.filter(({ url }) => url !== EMBEDDED_SERVER.url)
  const fits = await probeFits(reachable, workflows, DEADLINE_MS)
  for (const workflow of workflows) {
    const status = runsEmbedded(workflow) ? 'able' : 'lacking'
    fits.get(workflow.workflowId)?.push({ serverName: EMBEDDED_SERVER.name, status, missing: [] })
  }
  return fits
}
