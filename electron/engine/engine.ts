import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { SILENT_LOGGER, type Logger } from '#electron/log/logger.ts'
import type { Dialect } from './dialect.ts'
import { EngineFiles } from './engine-files.ts'
import { noFaults, type Faults } from './faults.ts'
import { EngineServer } from './http/engine-server.ts'
import { httpFaults } from './http/http-faults.ts'
import { features, infoRoutes } from './http/info-routes.ts'
import { jobsRoutes } from './http/jobs-routes.ts'
import { promptRoutes } from './http/prompt-routes.ts'
import { BodyReader } from './http/request-body.ts'
import type { Routes } from './http/route-table.ts'
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
  /** Which ComfyUI to speak like; that of 0.3.64 when left out. `faults.dialect` changes it later. */
  dialect?: Dialect
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
  /** Dies like a process: connections are cut and refused until `restart`; queue, history and cache are lost. */
  crash(): Promise<void>
  /** After a crash or in place of one: same port, files kept, everything else new. */
  restart(): Promise<void>
}

const DEFAULT_MAX_BODY_BYTES = 100 * 1024 * 1024

/** Starts an engine on the loopback address. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const faults = options.faults ?? noFaults()
  if (options.dialect) faults.dialect = options.dialect
  const engine = new EngineProcess(options, faults)
  await engine.start()
  return engine
}

class EngineProcess implements Engine {
  readonly faults: Faults
  readonly #options: EngineOptions
  readonly #workers: WorkerPool
  #session: Session | null = null
  #port: number
  #isClosed = false
  /** Starts and ends follow each other, whoever asks for them. */
  #lastTurn: Promise<void> = Promise.resolve()

  constructor(options: EngineOptions, faults: Faults) {
    this.#options = options
    this.faults = faults
    this.#port = options.port ?? 0
    this.#workers = new WorkerPool(options.workers ?? availableParallelism())
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  start(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#isClosed || this.#session) return
      this.#session = await openSession(this.#options, this.faults, this.#workers, this.#port, () => this.#die())
      this.#port = this.#session.port
    })
  }

  crash(): Promise<void> {
    const session = this.#session
    this.#session = null
    // At once, not in turn: what a dying process does not do must not happen.
    const closed = session?.close()
    return this.#inTurn(async () => closed)
  }

  async restart(): Promise<void> {
    await this.crash()
    await delay(this.faults.slowStartMs)
    await this.start()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#lastTurn
    await this.crash()
    await this.#workers.close()
  }

  #die(): void {
    const next = this.faults.restartsAfterCrash ? this.restart() : this.crash()
    next.catch((error: unknown) => this.#options.logger?.error('The engine did not start again', { error }))
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#lastTurn.then(work)
    this.#lastTurn = turn.catch(() => undefined)
    return turn
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
  crash: () => void,
): Promise<Session> {
  const logger = options.logger ?? SILENT_LOGGER
  const maxBodyBytes = options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES
  const dialect = (): Dialect => faults.dialect
  await rm(join(options.dataDir, 'temp'), { recursive: true, force: true })
  const files = new EngineFiles(options.dataDir)
  const classes = new Map([...CORE_NODES, ...(options.extraNodes ?? [])].map((node) => [node.name, node]))
  const environment = { classes, cache: new NodeCache(), files, workers, interference: nodeFaults(faults, crash) }
  const runner = new PromptRunner({ environment, concurrency: options.concurrency ?? 1, faults, logger })
  const bodies = new BodyReader(maxBodyBytes)
  const older: Routes = new Map([
    ...promptRoutes(runner, faults, bodies),
    ...infoRoutes({ classes, files, dialect, maxBodyBytes }),
    ['/view', { GET: viewRoute(files, dialect) }],
    ['/upload/image', { POST: uploadRoute(files, maxBodyBytes) }],
  ])
  const newer: Routes = new Map([...older, ...jobsRoutes(runner, bodies)])
  const routes = (): Routes => (dialect() === '0.38' ? newer : older)
  const server = new EngineServer({ routes, dialect, faults: httpFaults(faults, maxBodyBytes), logger, maxBodyBytes })
  const host = {
    status: () => ({ status: runner.status() }),
    features: () => features(dialect(), maxBodyBytes),
    currentNodes: (clientId: string) => runner.currentNodes(clientId),
  }
  const sockets = new Sockets(server.server, host, faults)
  runner.attach(sockets)
  const actualPort = await server.listen(port)
  return {
    port: actualPort,
    async close() {
      runner.close()
      files.close()
      sockets.close()
      await server.close()
    },
  }
}
