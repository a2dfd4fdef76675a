import { and, asc, eq } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { narrators } from '#database/schema.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import { JsonScalars, parseJsonColumn } from '../json-column.ts'

/** The voices that productions can choose from. */
export class NarratorRepository {
  readonly #db: BetterSQLite3Database

  constructor(db: BetterSQLite3Database) {
    this.#db = db
  }

  /** By id. */
  list(filter: { active?: boolean; language?: string } = {}): Narrator[] {
    const which = and(
      filter.active === undefined ? undefined : eq(narrators.active, filter.active),
      filter.language === undefined ? undefined : eq(narrators.language, filter.language),
    )
    return this.#db.select().from(narrators).where(which).orderBy(asc(narrators.narratorId)).all().map(toNarrator)
  }

  get(narratorId: string): Narrator | null {
    const row = this.#db.select().from(narrators).where(eq(narrators.narratorId, narratorId)).get()
    return row ? toNarrator(row) : null
  }

  /** Inserts the narrator, or replaces all that is known about the one with the same id. */
  upsert({ name, parameters, ...narrator }: Narrator): void {
    const row = { ...narrator, narratorName: name, parameters: JSON.stringify(parameters) }
    this.#db.insert(narrators).values(row).onConflictDoUpdate({ target: narrators.narratorId, set: row }).run()
  }
}

function toNarrator({
  narratorName,
  createdAt: _created,
  parameters,
  ...row
}: typeof narrators.$inferSelect): Narrator {
  const where = `The column parameters of narrator ${row.narratorId}`
  return { ...row, name: narratorName, parameters: parseJsonColumn(JsonScalars, parameters, where) }
}
