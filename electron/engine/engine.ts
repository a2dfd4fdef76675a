import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { SILENT_LOGGER, type Logger } from '#electron/log/logger.ts'
import { EngineFiles } from './engine-files.ts'
import { noFaults, type Faults } from './faults.ts'
import { EngineServer, type Routes } from './http/engine-server.ts'
import { httpFaults } from './http/http-faults.ts'
import { features, infoRoutes } from './http/info-routes.ts'
import { promptRoutes } from './http/prompt-routes.ts'
import { Sockets } from './http/sockets.ts'
import { uploadRoute } from './http/upload-route.ts'
import { viewRoute } from './http/view-route.ts'
import type { NodeClass } from './node-class.ts'
import { nodeFaults } from './node-faults.ts'
import { CORE_NODES } from './nodes/core-nodes.ts'
import { NodeCache } from './prompts/node-cache.ts'
import { PromptRunner } from './prompts/prompt-runner.ts'
import { WorkerPool } from './workers/worker-pool.ts'

/** How to start an engine. */
export interface EngineOptions {
  /** Gets `input/`, `output/` and `temp/`; one engine at a time. */
  dataDir: string
  /** 0 takes a free one. */
  port?: number
  /** Threads for speech, sound and pictures; as many as cores when left out. */
  workers?: number
  /** Prompts at a time; ComfyUI runs one. */
  concurrency?: number
  faults?: Faults
  /** Classes beside the core ones, or in their place. */
  extraNodes?: readonly NodeClass[]
  logger?: Logger
  /** The largest request body; ComfyUI's own limit when left out. */
  maxBodyBytes?: number
}

/** A running ComfyUI-protocol server. */
export interface Engine {
  /** `http://127.0.0.1:<port>` */
  url: string
  /** Takes effect while the engine runs. */
  faults: Faults
  /** Cuts connections and ends work; `output/` and `input/` stay. */
  close(): Promise<void>
  /** As after a crash: same port, queue, history and cache lost, files kept. */
  restart(): Promise<void>
}

const DEFAULT_MAX_BODY_BYTES = 100 * 1024 * 1024

/** Starts an engine on the loopback address. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const faults = options.faults ?? noFaults()
  const workers = new WorkerPool(options.workers ?? availableParallelism())
  let session = await openSession(options, faults, workers, options.port ?? 0)
  const { port } = session
  return {
    url: `http://127.0.0.1:${port}`,
    faults,
    async close() {
      await session.close()
      await workers.close()
    },
    async restart() {
      await session.close()
      await delay(faults.slowStartMs)
      session = await openSession(options, faults, workers, port)
    },
  }
}

interface Session {
  port: number
  close(): Promise<void>
}

/** Everything that a restart loses. */
async function openSession(
  options: EngineOptions,
  faults: Faults,
  workers: WorkerPool,
  port: number,
): Promise<Session> {
  const logger = options.logger ?? SILENT_LOGGER
  const maxBodyBytes = options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES
  await rm(join(options.dataDir, 'temp'), { recursive: true, force: true })
  const files = new EngineFiles(options.dataDir)
  const classes = new Map([...CORE_NODES, ...(options.extraNodes ?? [])].map((node) => [node.name, node]))
  const environment = { classes, cache: new NodeCache(), files, workers, interference: nodeFaults(faults) }
  const runner = new PromptRunner({ environment, concurrency: options.concurrency ?? 1, faults, logger })
  const routes: Routes = new Map([
    ...promptRoutes(runner, maxBodyBytes),
    ...infoRoutes(classes, files, maxBodyBytes),
    ['/view', { GET: viewRoute(files) }],
    ['/upload/image', { POST: uploadRoute(files, maxBodyBytes) }],
  ])
  const server = new EngineServer({ routes, faults: httpFaults(faults, maxBodyBytes), logger, maxBodyBytes })
  const host = {
    status: () => ({ status: runner.status() }),
    features: () => features(maxBodyBytes),
    currentNodes: (clientId: string) => runner.currentNodes(clientId),
  }
  const sockets = new Sockets(server.server, host, faults)
  runner.attach(sockets)
  const actualPort = await server.listen(port)
  return {
    port: actualPort,
    async close() {
      runner.close()
      sockets.close()
      await server.close()
    },
  }
}
