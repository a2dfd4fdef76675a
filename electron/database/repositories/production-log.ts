import { asc, desc, eq, gt } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { productionLog } from '#database/schema.ts'
import type { ProductionLogEntry } from '#shared/models/production-card.ts'

/** What happened to productions, in the order in which it did. */
export class ProductionLogRepository {
  readonly #db: BetterSQLite3Database

  constructor(db: BetterSQLite3Database) {
    this.#db = db
  }

  add(productionId: number, level: ProductionLogEntry['level'], message: string): void {
    this.#db.insert(productionLog).values({ productionId, level, message }).run()
  }

  /** Latest first. */
  list(productionId: number, limit: number): ProductionLogEntry[] {
    const which = eq(productionLog.productionId, productionId)
    return this.#db.select().from(productionLog).where(which).orderBy(desc(productionLog.id)).limit(limit).all()
  }

  /** What was written after the entry with this id, whoever wrote it; oldest first. */
  after(id: number, limit: number): ProductionLogEntry[] {
    return this.#db
      .select()
      .from(productionLog)
      .where(gt(productionLog.id, id))
      .orderBy(asc(productionLog.id))
      .limit(limit)
      .all()
  }

  /** The id of the latest entry; 0 without any. */
  lastId(): number {
    const { id } = productionLog
    return this.#db.select({ id }).from(productionLog).orderBy(desc(id)).limit(1).get()?.id ?? 0
  }
}
