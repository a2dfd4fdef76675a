import { expect, type BrowserContext, type Page } from '@playwright/test'
import type { RouteInput, RouteName, RouteOutput } from '#shared/contract/routes.ts'
import type { BrowserHost } from './hosts/browser-host.ts'
import type { DesktopHost } from './hosts/desktop-host.ts'
import type { Host, Watch } from './hosts/host.ts'

/** The studio of a test: it can be restarted, killed, and remembers what went wrong in its window. */
export class StudioUnderTest {
  readonly #startHost: (watch: Watch) => Promise<Host>
  readonly #expected: RegExp[] = []
  readonly #seen: string[] = []
  #running: Host | null = null
  #isEnding = false

  constructor(startHost: (watch: Watch) => Promise<Host>) {
    this.#startHost = startHost
  }

  get page(): Page {
    return this.#host.page
  }

  /** For the specs of the desktop. */
  get desktop(): DesktopHost {
    if ('electron' in this.#host) return this.#host as DesktopHost
    throw new Error('This spec belongs into specs/desktop.')
  }

  /** For the specs of the web host. */
  get browser(): BrowserHost {
    if ('origin' in this.#host) return this.#host as BrowserHost
    throw new Error('This spec belongs into specs/browser.')
  }

  /** Asks the studio itself, for what no screen shows; rejects when it refuses. */
  async request<Name extends RouteName>(route: Name, input: RouteInput<Name>): Promise<RouteOutput<Name>> {
    const reply = await this.#host.request(route, input)
    if (!reply.ok) throw new Error(`${route} was refused: ${reply.error.code} ${reply.error.message}`)
    return reply.data as RouteOutput<Name>
  }

  /** Errors of the page and in its console that no test has announced. */
  get problems(): string[] {
    return this.unexpected(this.#seen)
  }

  /** Those that no test has announced. */
  unexpected(problems: readonly string[]): string[] {
    return problems.filter((problem) => !this.#expected.some((pattern) => pattern.test(problem)))
  }

  /** Announces an error that belongs to the test: every other one fails it. */
  expectProblem(pattern: RegExp): void {
    this.#expected.push(pattern)
  }

  /** Closes the studio and starts it again in the same workspace. */
  async restart(): Promise<Page> {
    await this.stop()
    return this.start()
  }

  /** Ends the studio's process without warning and starts it again. */
  async killAndRestart(): Promise<Page> {
    await this.#end((host) => host.kill())
    return this.start()
  }

  /** Starts the studio and waits until an environment is open, or has failed to open. */
  async start(): Promise<Page> {
    this.#isEnding = false
    this.#running = await this.#startHost((context) => this.#listen(context))
    await expect.poll(async () => (await this.request('studio.status', {})).phase).not.toBe('opening')
    return this.page
  }

  async stop(): Promise<void> {
    await this.#end((host) => host.stop())
  }

  /** A window that is being closed may complain of it. */
  async #end(how: (host: Host) => Promise<void>): Promise<void> {
    const host = this.#running
    this.#running = null
    this.#isEnding = true
    if (host !== null) await how(host)
  }

  get #host(): Host {
    if (this.#running === null) throw new Error('The studio is not running.')
    return this.#running
  }

  #listen(context: BrowserContext): void {
    const note = (problem: string): void => {
      if (!this.#isEnding) this.#seen.push(problem)
    }
    context.on('weberror', (error) => note(error.error().stack ?? error.error().message))
    context.on('console', (message) => {
      if (message.type() === 'error') note(`${message.text()} (${message.location().url})`)
    })
  }
}
