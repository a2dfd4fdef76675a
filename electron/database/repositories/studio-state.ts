import { eq } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { studioState } from '#database/schema.ts'

/** The switches that an environment remembers, and what stands for "on". */
export type StudioSwitch = 'queue.paused'

const ON = '1'

/** Switches of an environment that outlive its studio; any process may change them. */
export class StudioStateRepository {
  readonly #db: BetterSQLite3Database

  constructor(db: BetterSQLite3Database) {
    this.#db = db
  }

  isOn(name: StudioSwitch): boolean {
    return this.#db.select().from(studioState).where(eq(studioState.key, name)).get()?.value === ON
  }

  set(name: StudioSwitch, isOn: boolean): void {
    if (!isOn) {
      this.#db.delete(studioState).where(eq(studioState.key, name)).run()
      return
    }
    this.#db
      .insert(studioState)
      .values({ key: name, value: ON })
      .onConflictDoUpdate({ target: studioState.key, set: { value: ON } })
      .run()
  }
}
