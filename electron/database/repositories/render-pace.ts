import { gte, sql } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { renderPace } from '#database/schema.ts'
import type { RenderStatistics } from '#shared/models/queue-state.ts'

/** What servers have rendered, summed up for each workflow and UTC day: it outlives the jobs. */
export class RenderPaceRepository {
  readonly #db: BetterSQLite3Database

  constructor(db: BetterSQLite3Database) {
    this.#db = db
  }

  /** Adds to the sums of that day. */
  add(pace: RenderStatistics, at = new Date()): void {
    const { jobsDone, triesFailed, characters, renderMs, audioMs } = renderPace
    this.#db
      .insert(renderPace)
      .values({ ...pace, day: dayOf(at), renderMs: Math.round(pace.renderMs), audioMs: Math.round(pace.audioMs) })
      .onConflictDoUpdate({
        target: [renderPace.serverName, renderPace.workflowId, renderPace.day],
        set: {
          jobsDone: sql`${jobsDone} + excluded.jobs_done`,
          triesFailed: sql`${triesFailed} + excluded.tries_failed`,
          characters: sql`${characters} + excluded.characters`,
          renderMs: sql`${renderMs} + excluded.render_ms`,
          audioMs: sql`${audioMs} + excluded.audio_ms`,
        },
      })
      .run()
  }

  /** Sums by server and workflow from the day of `since` on, in the order of their names. */
  list(since: Date): RenderStatistics[] {
    const { serverName, workflowId, jobsDone, triesFailed, characters, renderMs, audioMs, day } = renderPace
    return this.#db
      .select({
        serverName,
        workflowId,
        jobsDone: sql<number>`sum(${jobsDone})`,
        triesFailed: sql<number>`sum(${triesFailed})`,
        characters: sql<number>`sum(${characters})`,
        renderMs: sql<number>`sum(${renderMs})`,
        audioMs: sql<number>`sum(${audioMs})`,
      })
      .from(renderPace)
      .where(gte(day, dayOf(since)))
      .groupBy(serverName, workflowId)
      .orderBy(serverName, workflowId)
      .all()
  }
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}
