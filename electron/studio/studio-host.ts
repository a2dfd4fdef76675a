import { basename } from 'node:path'
import type { Broadcast } from '#electron/ipc/broadcast.ts'
import { environmentOf, workspaceRoot } from '#electron/config/workspace.ts'
import { loadConfig } from '#electron/config/config.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { EnvironmentName } from '#shared/models/environment.ts'
import type { HostKind, StudioStatus, SwitchPlan } from '#shared/models/studio.ts'
import { openLiveStudio, type LiveStudio } from './live-studio.ts'
import type { StudioOptions } from './open-studio.ts'

export interface StudioHostOptions {
  studio: StudioOptions
  broadcast: Broadcast
  kind: HostKind
  version: string
}

/** Holds the one environment that is open, and changes it. */
export class StudioHost {
  readonly #options: StudioHostOptions
  readonly #root: string
  #env: EnvironmentName
  #phase: StudioStatus['phase'] = 'opening'
  #failure: AppError | null = null
  #current: LiveStudio | null = null
  #epoch = 0
  #changing: Promise<unknown> = Promise.resolve()

  constructor(options: StudioHostOptions) {
    this.#options = options
    this.#root = workspaceRoot(options.studio)
    this.#env = environmentOf(this.#root, options.studio)
  }

  status(): StudioStatus {
    const { kind, version } = this.#options
    return {
      phase: this.#phase,
      env: this.#env,
      description: this.#current?.workspace.config.environment.description ?? '',
      epoch: this.#epoch,
      failure: this.#failure && { code: this.#failure.code, message: this.#failure.message },
      workspaceName: basename(this.#root),
      version,
      host: kind,
      warnings: [...(this.#current?.workspace.warnings ?? [])],
    }
  }

  /** The open environment; throws `studio.closed` with the reason when there is none. */
  current(): LiveStudio {
    if (this.#current !== null) return this.#current
    const reason = this.#failure?.message ?? 'It is being opened.'
    throw new AppError('studio.closed', `No environment is open. ${reason}`)
  }

  /** What opens the present environment: its workspace, its name and the variables that its configuration may name. */
  get target(): StudioOptions & { root: string; env: EnvironmentName } {
    return { ...this.#options.studio, root: this.#root, env: this.#env }
  }

  /** Opens the first environment; a failure is told by `status` and leaves the host alive, so that another can be chosen. */
  async start(): Promise<void> {
    await this.#inTurn(() => this.#open(this.#env)).catch(() => undefined)
  }

  /** What a switch would interrupt, and what is known against the other environment. */
  plan(env: EnvironmentName): SwitchPlan {
    const activity = this.#current?.activity()
    return {
      env,
      productionsRunning: activity?.productionsRunning ?? 0,
      jobsRunning: activity?.jobsRunning ?? 0,
      jobsWaiting: activity?.jobsWaiting ?? 0,
      problem: this.#problemOf(env),
    }
  }

  /** Opens the other environment, then closes the present one; rejects, and changes nothing, when the other cannot be opened. */
  switchTo(env: EnvironmentName): Promise<StudioStatus> {
    return this.#inTurn(async () => {
      if (env === this.#env && this.#current !== null) return this.status()
      return this.#open(env)
    })
  }

  /** Closes the present environment and opens it again. */
  reopen(): Promise<StudioStatus> {
    return this.#inTurn(async () => {
      await this.#closeCurrent()
      return this.#open(this.#env)
    })
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#closeCurrent())
  }

  async #open(env: EnvironmentName): Promise<StudioStatus> {
    this.#tell(this.#current === null ? 'opening' : 'switching')
    try {
      const next = await openLiveStudio({ ...this.#options.studio, root: this.#root, env }, this.#options.broadcast)
      await this.#closeCurrent()
      this.#options.broadcast.clear()
      this.#current = next
      this.#env = env
      this.#epoch += 1
      this.#failure = null
      this.#tell('open')
      return this.status()
    } catch (error) {
      if (this.#current === null) {
        this.#failure =
          error instanceof AppError ? error : new AppError('studio.failed', String(error), { cause: error })
      }
      this.#tell(this.#current === null ? 'closed' : 'open')
      throw error
    }
  }

  async #closeCurrent(): Promise<void> {
    const closing = this.#current
    this.#current = null
    await closing?.close()
  }

  #tell(phase: StudioStatus['phase']): void {
    this.#phase = phase
    this.#options.broadcast.publish('studio.changed', 'studio', () => this.status())
  }

  #problemOf(env: EnvironmentName): string | null {
    try {
      loadConfig({ root: this.#root, env, processEnv: this.#options.studio.processEnv })
      return null
    } catch (error) {
      if (error instanceof AppError) return error.message
      throw error
    }
  }

  /** One change at a time: a second switch waits for the first. */
  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const next = this.#changing.catch(() => undefined).then(change)
    this.#changing = next
    return next
  }
}
