import type { StudioEvent } from '#shared/contract/event.ts'
import type { Reply } from '#shared/contract/reply.ts'
import type { RouteInput, RouteName, RouteOutput } from '#shared/contract/routes.ts'

type Answers = { [Name in RouteName]?: (input: RouteInput<Name>) => RouteOutput<Name> | Promise<RouteOutput<Name>> }
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never

/** The other end of the wire: answers by route and tells events, as the preload of the desktop window does. */
export class TestStudio {
  readonly answers: Answers = {}
  readonly asked: RouteName[] = []
  revision = 0
  readonly #listeners = new Set<(events: readonly StudioEvent[]) => void>()

  /** Call it before anything that imports the bridge is imported. */
  install(): void {
    Object.assign(globalThis, { window: { e3: this } })
  }

  readonly request = async (route: string, input: unknown): Promise<Reply<unknown>> => {
    this.asked.push(route as RouteName)
    const answer = this.answers[route as RouteName] as ((input: unknown) => unknown) | undefined
    try {
      if (answer === undefined) throw new Error(`No answer to ${route}`)
      return { ok: true, data: await answer(input) }
    } catch (error) {
      return { ok: false, error: { code: 'test.refused', message: String(error), data: {} } }
    }
  }

  readonly subscribe = (listener: (events: readonly StudioEvent[]) => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get listeners(): number {
    return this.#listeners.size
  }

  tell(...events: DistributiveOmit<StudioEvent, 'revision'>[]): void {
    const told = events.map((event) => ({ ...event, revision: ++this.revision }))
    for (const listener of this.#listeners) listener(told)
  }
}
