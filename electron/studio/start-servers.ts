import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { ServerSpec } from '#electron/comfyui/agent.ts'
import type { Workspace } from '#electron/config/workspace.ts'
import { startEngine } from '#electron/engine/engine.ts'
import type { Logger } from '#electron/log/logger.ts'
import type { Defer } from './open-studio.ts'

/** The address by which a configuration asks for the built-in engine. */
export const EMBEDDED = 'embedded'

/** The configured servers with their addresses; starts the embedded engine where one of them asks for it. */
export async function startServers(workspace: Workspace, log: Logger, defer: Defer): Promise<ServerSpec[]> {
  const cores = availableParallelism()
  const servers: ServerSpec[] = []
  for (const { name, url, slots } of workspace.config.comfyui.servers) {
    if (url !== EMBEDDED) {
      servers.push({ name, url, slots: slots ?? 1 })
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
    servers.push({ name, url: engine.url, slots: slots ?? cores })
  }
  return servers
}
