import { and, count, desc, eq, gt, isNull, ne, or } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { comfyuiJobs } from '#database/schema.ts'

/** What servers have done, from the rows of their jobs; both queries walk the index (server, end). */
export class ServerWorkRepository {
  readonly #db: BetterSQLite3Database

  constructor(db: BetterSQLite3Database) {
    this.#db = db
  }

  /** Jobs that the server has finished after `since` with a result. */
  countDone(serverName: string, since: Date): number {
    const which = and(endedOn(serverName, since.toISOString()), eq(comfyuiJobs.status, 'done'))
    return this.#db.select({ jobs: count() }).from(comfyuiJobs).where(which).get()?.jobs ?? 0
  }

  /** The latest job that failed on the server after `since`, and not because somebody cancelled it. */
  latestFailure(serverName: string, since: string): { at: string; message: string } | null {
    const { endTime, errorClass, errorTrace } = comfyuiJobs
    const isOwnFailure = or(isNull(errorClass), ne(errorClass, 'cancelled'))
    const row = this.#db
      .select({ endTime, errorTrace })
      .from(comfyuiJobs)
      .where(and(endedOn(serverName, since), eq(comfyuiJobs.status, 'failed'), isOwnFailure))
      .orderBy(desc(endTime))
      .limit(1)
      .get()
    return row?.endTime ? { at: row.endTime, message: row.errorTrace ?? '' } : null
  }
}

function endedOn(serverName: string, since: string) {
  return and(eq(comfyuiJobs.serverName, serverName), gt(comfyuiJobs.endTime, since))
}
