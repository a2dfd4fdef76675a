import { and, asc, eq, sql } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { narrators } from '#database/schema.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import { JsonScalars, parseJsonColumn } from '../json-column.ts'

/** What a narrator has done so far. */
export interface NarratorRecord {
  productions: number
  /** Over the latest 500 finished chunks; null before there are any. */
  charactersPerMinute: number | null
}

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

  /** By narrator id; all of them in one statement, whose first part is read from an index alone. */
  records(): Map<string, NarratorRecord> {
    const rows = this.#db.all<NarratorRecord & { narratorId: string }>(sql`
      WITH own AS MATERIALIZED (SELECT narrator_id, id FROM audiobook_production)
      SELECT
        narrator_id AS narratorId,
        (SELECT count(*) FROM own WHERE own.narrator_id = narrators.narrator_id) AS productions,
        (
          SELECT sum(length(text)) * 60000.0 / sum(duration_ms)
          FROM (
            SELECT text, duration_ms
            FROM (SELECT id FROM own WHERE own.narrator_id = narrators.narrator_id ORDER BY id DESC) AS latest
            CROSS JOIN chunks ON chunks.production_id = latest.id
            WHERE status = 'done' AND duration_ms > 0
            LIMIT 500
          )
        ) AS charactersPerMinute
      FROM narrators
    `)
    return new Map(rows.map(({ narratorId, ...record }) => [narratorId, record]))
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
