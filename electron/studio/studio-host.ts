import { basename } from 'node:path'
import { Channel, type Broadcast } from '#electron/ipc/broadcast.ts'
import { environmentOf, openWorkspace, workspaceRoot } from '#electron/config/workspace.ts'
import type { Logger } from '#electron/log/logger.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { EnvironmentName } from '#shared/models/environment.ts'
import type { Activity, HostKind, StudioStatus, SwitchPlan } from '#shared/models/studio.ts'
import { NO_ACTIVITY } from './activity.ts'
import { openLiveStudio, type LiveStudio } from './live-studio.ts'
import type { StudioOptions } from './open-studio.ts'
import { prepareIfNew } from './prepare-workspace.ts'

export interface StudioHostOptions {
  studio: StudioOptions
  broadcast: Broadcast
  kind: HostKind
  version: string
  log: Logger
}

/** An environment with its way to the windows, which is open while they show it. */
interface Opened {
  studio: LiveStudio
  channel: Channel
}

/**
 * Holds the one environment that is open, and changes it.
 *
 * An environment that cannot be opened leaves the host alive: `status` tells why, and another can be chosen.
 */
export class StudioHost {
  readonly #options: StudioHostOptions
  readonly #root: string
  #env: EnvironmentName
  #phase: StudioStatus['phase'] = 'opening'
  /** Why the present environment is not open. */
  #failure: AppError | null = null
  #current: Opened | null = null
  #epoch = 0
  /** The last change, and the closing that it has left to be done. */
  #changing: Promise<unknown> = Promise.resolve()
  #closing: Promise<void> = Promise.resolve()

  constructor(options: StudioHostOptions) {
    this.#options = options
    this.#root = workspaceRoot(options.studio)
    this.#env = environmentOf(this.#root, options.studio)
  }

  status(): StudioStatus {
    const { kind, version } = this.#options
    const workspace = this.#current?.studio.workspace
    return {
      phase: this.#phase,
      env: this.#env,
      description: workspace?.config.environment.description ?? '',
      epoch: this.#epoch,
      failure: this.#failure && { code: this.#failure.code, message: this.#failure.message },
      workspaceName: basename(this.#root),
      version,
      host: kind,
      warnings: [...(workspace?.warnings ?? [])],
    }
  }

  /** The open environment; throws `studio.closed` with the reason when there is none. */
  current(): LiveStudio {
    if (this.#current !== null) return this.#current.studio
    const reason = this.#failure?.message ?? 'It is being opened.'
    throw new AppError('studio.closed', `No environment is open. ${reason}`)
  }

  /** What is going on in the open environment; nothing where there is none. */
  activity(): Activity {
    return this.#current?.studio.activity() ?? NO_ACTIVITY
  }

  /** What opens the present environment: its workspace, its name and the variables that its configuration may name. */
  get target(): StudioOptions & { root: string; env: EnvironmentName } {
    return this.#targetOf(this.#env)
  }

  /** Opens the first environment; never rejects. */
  async start(): Promise<void> {
    await this.#inTurn(() => this.#open(this.#env)).catch(() => undefined)
  }

  /** What a switch would interrupt, and what is known against the other environment. */
  plan(env: EnvironmentName): SwitchPlan {
    const { productionsRunning, jobsRunning, jobsWaiting } = this.activity()
    return { env, productionsRunning, jobsRunning, jobsWaiting, problem: this.#problemOf(env) }
  }

  /**
   * Opens the other environment and shows it; the present one then closes in the background.
   *
   * Rejects, and changes nothing, when the other cannot be opened.
   */
  switchTo(env: EnvironmentName): Promise<StudioStatus> {
    return this.#inTurn(async () => {
      if (env !== this.#env || this.#current === null) await this.#open(env)
      return this.status()
    })
  }

  /** Closes the present environment and opens it again; with a configuration that is broken by now it stays open. */
  reopen(): Promise<StudioStatus> {
    return this.#inTurn(async () => {
      if (this.#current !== null) openWorkspace(this.target)
      this.#tell('opening')
      this.#leave(this.#current)
      this.#current = null
      await this.#closing
      await this.#open(this.#env)
      return this.status()
    })
  }

  /** Settles when everything is closed. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#leave(this.#current)
      this.#current = null
      await this.#closing
    })
  }

  async #open(env: EnvironmentName): Promise<void> {
    const target = this.#targetOf(env)
    this.#tell(this.#current === null ? 'opening' : 'switching')
    try {
      await prepareIfNew(target)
      const channel = new Channel(this.#options.broadcast)
      this.#show({ studio: await openLiveStudio(target, channel), channel }, env)
    } catch (error) {
      const failure = this.#failureOf(error, env)
      // Without an environment the windows show why theirs is closed, not why another one could not be opened.
      if (this.#current === null && env === this.#env) this.#failure = failure
      this.#tell(this.#current === null ? 'closed' : 'open')
      throw failure
    }
  }

  #show(opened: Opened, env: EnvironmentName): void {
    const previous = this.#current
    if (previous !== null) previous.channel.isHeard = false
    this.#options.broadcast.clear()
    this.#current = opened
    this.#env = env
    this.#epoch += 1
    this.#failure = null
    opened.channel.isHeard = true
    this.#tell('open')
    this.#leave(previous)
  }

  #leave(opened: Opened | null): void {
    if (opened === null) return
    opened.channel.isHeard = false
    this.#closing = opened.studio.close().catch((error: unknown) => {
      this.#options.log.error('An environment was not closed properly', { env: opened.studio.workspace.env, error })
    })
  }

  #tell(phase: StudioStatus['phase']): void {
    this.#phase = phase
    this.#options.broadcast.publish('studio.changed', 'studio', () => this.status())
  }

  #targetOf(env: EnvironmentName): StudioOptions & { root: string; env: EnvironmentName } {
    return { ...this.#options.studio, root: this.#root, env }
  }

  #failureOf(error: unknown, env: EnvironmentName): AppError {
    if (error instanceof AppError) return error
    this.#options.log.error('An environment could not be opened', { env, error })
    return new AppError(
      'studio.failed',
      `Something unexpected went wrong while ${env} was opened. The log says more.`,
      {
        cause: error,
      },
    )
  }

  #problemOf(env: EnvironmentName): string | null {
    try {
      openWorkspace(this.#targetOf(env))
      return null
    } catch (error) {
      return this.#failureOf(error, env).message
    }
  }

  /** One change at a time: a second one waits for the first, and for what that has left to be closed. */
  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const next = this.#changing
      .catch(() => undefined)
      .then(async () => {
        await this.#closing
        return change()
      })
    this.#changing = next
    return next
  }
}
