import { sql } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { JobErrorClass } from '#shared/models/job.ts'
import type { JobQuery } from '#shared/models/job-row.ts'
import { whereOf } from './queue-filter.ts'

/** Failed jobs that have class, workflow and server in common. */
export interface FailedTogether {
  errorClass: JobErrorClass | null
  workflowId: string
  serverName: string | null
  jobs: number
  /** Of the latest one. */
  errorTrace: string | null
  at: string | null
}

/** Jobs that failed earlier are not looked at: a night of failures is understood from its latest ones. */
const MOST_FAILURES = 5000
/** Classes in which the server has a part; the others would fail the same way on any. */
const OF_THE_SERVER: readonly JobErrorClass[] = ['outOfMemory', 'serverGone', 'timeout', 'badOutput', 'serverError']

/** The queue summed up; each question costs a few milliseconds, however long the queue is. */
export class QueueSurveyRepository {
  readonly #db: BetterSQLite3Database

  constructor(db: BetterSQLite3Database) {
    this.#db = db
  }

  /** Jobs that servers have, those first that have been there longest. */
  atWork(): { id: number; serverName: string }[] {
    return this.#db.all(sql`
      SELECT id, server_name AS serverName FROM comfyui_jobs
      WHERE status = 'processing' AND server_name IS NOT NULL AND posted_at IS NOT NULL
      ORDER BY posted_at, id`)
  }

  /** How much waits to be rendered; `held` belongs to paused productions and is not among `jobs`. */
  waiting(): { workflowId: string; jobs: number; held: number }[] {
    const all = this.#db.all<{ workflowId: string; jobs: number }>(
      sql`SELECT workflow_id AS workflowId, count(*) AS jobs FROM comfyui_jobs WHERE status = 'pending' GROUP BY workflow_id`,
    )
    // A production's jobs have one workflow, but for its cover: one of them stands for all.
    const held = this.#db.all<{ workflowId: string | null; jobs: number }>(sql`
      SELECT (SELECT workflow_id FROM comfyui_jobs WHERE production_id = held.id AND status = 'pending' LIMIT 1) AS workflowId,
        (SELECT count(*) FROM comfyui_jobs WHERE production_id = held.id AND status = 'pending') AS jobs
      FROM audiobook_production AS held WHERE status = 'paused'`)
    const heldOf = new Map<string | null, number>()
    for (const { workflowId, jobs } of held) heldOf.set(workflowId, (heldOf.get(workflowId) ?? 0) + jobs)
    return all.map(({ workflowId, jobs }) => {
      const heldJobs = Math.min(jobs, heldOf.get(workflowId) ?? 0)
      return { workflowId, jobs: jobs - heldJobs, held: heldJobs }
    })
  }

  /** The latest failures by what they have in common, the largest group first; `isAll`: there are no older ones. */
  failures(query: Omit<JobQuery, 'status'>): { groups: FailedTogether[]; isAll: boolean } {
    const isWanted = sql`(production_id IS NULL
      OR production_id NOT IN (SELECT id FROM audiobook_production WHERE status = 'cancelled'))`
    const classes = sql.raw(OF_THE_SERVER.map((name) => `'${name}'`).join(', '))
    // A bare column beside max(id) is that row's.
    const groups = this.#db.all<FailedTogether & { latest: number }>(sql`
      SELECT error_class AS errorClass, workflow_id AS workflowId,
        CASE WHEN error_class IN (${classes}) THEN server_name END AS serverName,
        count(*) AS jobs, max(id) AS latest, end_time AS at
      FROM (
        SELECT id, error_class, workflow_id, server_name, end_time
        FROM comfyui_jobs ${whereOf({ ...query, status: 'failed' }, [isWanted])} ORDER BY id DESC LIMIT ${MOST_FAILURES}
      )
      GROUP BY 1, 2, 3 ORDER BY jobs DESC, latest DESC`)
    const traces = this.#db.all<{ id: number; errorTrace: string | null }>(
      sql`SELECT id, error_trace AS errorTrace FROM comfyui_jobs
        WHERE id IN (SELECT value FROM json_each(${JSON.stringify(groups.map(({ latest }) => latest))}))`,
    )
    const traceOf = new Map(traces.map(({ id, errorTrace }) => [id, errorTrace]))
    return {
      groups: groups.map(({ latest, ...group }) => ({ ...group, errorTrace: traceOf.get(latest) ?? null })),
      isAll: groups.reduce((sum, { jobs }) => sum + jobs, 0) < MOST_FAILURES,
    }
  }

  /** Productions that have jobs of the query which are not finished. */
  productionsWaitingFor(query: JobQuery): number {
    const isOpen = sql`status IN ('pending', 'processing')`
    const [row] = this.#db.all<{ productions: number }>(
      sql`SELECT count(DISTINCT production_id) AS productions FROM comfyui_jobs ${whereOf(query, [isOpen])}`,
    )
    return row?.productions ?? 0
  }

  /** Jobs of the query by age. */
  ids(query: JobQuery): number[] {
    return this.#db
      .all<{ id: number }>(sql`SELECT id FROM comfyui_jobs ${whereOf(query)} ORDER BY id`)
      .map(({ id }) => id)
  }
}
