import type { Logger } from '#electron/log/logger.ts'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import { backoffMs, type BackoffRange } from '../client/backoff.ts'
import type { ComfyClient } from '../client/client.ts'
import { isServerTrouble } from '../client/http.ts'
import { pause } from '../client/pause.ts'
import type { ServerAbilities } from '../workflows/server-abilities.ts'
import type { WorkflowRegistry } from '../workflows/workflow-registry.ts'

/** Times in ms. */
export interface ConnectionTimes {
  reconnect: BackoffRange
  /** Between two looks whether a server is still there. */
  healthMs: number
  /** Between two looks at what it can run: node packs and models come and go. */
  learnMs: number
}

interface ConnectionOptions {
  serverName: string
  client: Pick<ComfyClient, 'probe' | 'ping'>
  abilities: ServerAbilities
  workflows: WorkflowRegistry
  times: ConnectionTimes
  logger: Logger
  /** The server is there, for the first time or again. */
  onReady: () => void
  /** Its state, or what it can run, may be another. */
  onChange: () => void
}

/** Whether one server is there: it is asked until it is, looked after while it is, and asked again once it fails. */
export class ServerConnection {
  readonly #options: ConnectionOptions
  readonly #stopped = new AbortController()
  #status: 'connecting' | 'ready' | 'down' = 'connecting'
  #reason: string | null = null
  #version: string | null = null
  #running: Promise<void>

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#running = this.#run()
  }

  isReady(): boolean {
    return this.#status === 'ready' && !this.#isStopped()
  }

  /** `reason` is why it is down, in words. */
  state() {
    return { status: this.#status, reason: this.#reason, version: this.#version }
  }

  /** The server did not answer as it should: it counts as away before it is known to be well. */
  doubt(error: unknown): void {
    if (!this.isReady() || !isServerTrouble(error)) return
    this.#setStatus('down', error.message)
    this.#running = this.#run()
  }

  /** The workflows are others than before: asks about what is new. Never rejects. */
  async learn(): Promise<void> {
    const { abilities, workflows, onChange } = this.#options
    if (!this.isReady()) return
    try {
      await abilities.learn(workflows)
      onChange()
    } catch (error) {
      this.#endAfter(error)
    }
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#running
  }

  #isStopped(): boolean {
    return this.#stopped.signal.aborted
  }

  async #run(): Promise<void> {
    if (await this.#connect()) void this.#lookAfter()
  }

  /** False when stopped meanwhile. */
  async #connect(): Promise<boolean> {
    const { client, abilities, workflows, times, logger, onReady } = this.#options
    for (let failures = 0; !this.#isStopped(); failures++) {
      try {
        const { version } = await client.probe()
        // Packs and models may have come or gone while it was away.
        abilities.forget()
        await abilities.learn(workflows)
        if (this.#isStopped()) return false
        this.#version = version
        this.#setStatus('ready', null)
        onReady()
        return true
      } catch (error) {
        if (this.#isStopped()) return false
        if (!(error instanceof AppError)) logger.error('A server could not be asked', { error })
        this.#setStatus('down', messageOf(error))
        await pause(backoffMs(failures, times.reconnect), this.#stopped.signal).catch(() => undefined)
      }
    }
    return false
  }

  /** One without work is asked nothing else, and might be away for hours before anybody noticed. */
  async #lookAfter(): Promise<void> {
    const { client, times } = this.#options
    let learntAtMs = performance.now()
    while (this.isReady()) {
      try {
        await pause(times.healthMs, this.#stopped.signal)
        if (!this.isReady()) return
        await client.ping()
        if (performance.now() - learntAtMs < times.learnMs) continue
        learntAtMs = performance.now()
        await this.learn()
      } catch (error) {
        this.#endAfter(error)
      }
    }
  }

  #endAfter(error: unknown): void {
    if (this.#isStopped()) return
    if (!(error instanceof AppError)) this.#options.logger.error('A server could not be looked after', { error })
    this.doubt(error)
  }

  #setStatus(status: 'ready' | 'down', reason: string | null): void {
    const { logger, serverName, onChange } = this.#options
    if (status !== this.#status) {
      const fields = { server: serverName, reason }
      if (status === 'down') logger.warn('A server is away', fields)
      else logger.info('A server is ready', fields)
    }
    this.#status = status
    this.#reason = reason
    onChange()
  }
}
