import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { EMBEDDED_SERVER } from '#electron/config/defaults.ts'
import { addressOf } from '#electron/comfyui/client/http.ts'
import type { ServerSpec } from '#electron/comfyui/agent/agent.ts'
import type { Workspace } from '#electron/config/workspace.ts'
import { startEngine } from '#electron/engine/engine.ts'
import { OWN_NODE_CLASSES } from '#electron/engine/nodes/core-nodes.ts'
import type { Logger } from '#electron/log/logger.ts'
import type { Config } from '#electron/config/schema.ts'
import type { Defer } from './disposers.ts'

type ServerConfig = Config['comfyui']['servers'][number]

/**
 * The configured servers with their addresses, and the embedded engine, which is started.
 *
 * A list that does not name the engine gets it all the same: no other server draws covers. Disabled servers are left out.
 */
export async function startServers(workspace: Workspace, log: Logger, defer: Defer): Promise<ServerSpec[]> {
  const cores = availableParallelism()
  const named = workspace.config.comfyui.servers.filter(({ enabled }) => enabled !== false)
  const configured: ServerConfig[] = named.some(({ url }) => url === EMBEDDED_SERVER.url)
    ? named
    : [...named, EMBEDDED_SERVER]
  const servers: ServerSpec[] = []
  for (const server of configured) {
    const { name, url, slots, weight, labels } = server
    if (url !== EMBEDDED_SERVER.url) {
      servers.push({ ...addressOf(server), name, slots: slots ?? 1, weight, labels })
      continue
    }
    // The engine's history dies with it, so what it left behind is of no use to anybody: every result was fetched.
    const dataDir = join(workspace.root, 'comfyui_jobs', 'engine', workspace.env)
    await rm(dataDir, { recursive: true, force: true })
    const engine = await startEngine({
      dataDir,
      workers: cores,
      concurrency: slots ?? cores,
      logger: log.child('engine'),
    })
    defer(async () => {
      await engine.close()
      await rm(dataDir, { recursive: true, force: true })
    })
    const spec = { ...addressOf(server), name, url: engine.url, slots: slots ?? cores, isOurs: true, weight, labels }
    // Beside a real server the engine is there for its own nodes, not to take that server's work.
    servers.push(configured.length > 1 ? { ...spec, reservedFor: OWN_NODE_CLASSES } : spec)
  }
  return servers
}
