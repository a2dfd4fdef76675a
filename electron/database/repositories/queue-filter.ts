import { sql, type SQL } from 'drizzle-orm'
import type { JobQuery } from '#shared/models/job-row.ts'

/** All that a list is mostly narrowed by, in order of age: without it SQLite sorts whole jobs to find those of one page. */
const PAGE_INDEX = sql.raw('INDEXED BY comfyui_jobs_page')

/** The index that a list in order of age is to walk; empty where the jobs of an owner are few enough to be sorted. */
export function pageIndexFor({ bookId, productionId }: JobQuery): SQL {
  return bookId === undefined && productionId === undefined ? PAGE_INDEX : sql.empty()
}

/** Whether the query asks for what no index holds: then only jobs of the wanted status are to be looked at. */
export function isDeep({ errorClass, serverName, workflowId }: JobQuery): boolean {
  return errorClass !== undefined || serverName !== undefined || workflowId !== undefined
}

/** The WHERE of a query on `comfyui_jobs`, with further conditions; empty when there are none. */
export function whereOf(query: JobQuery, further: readonly SQL[] = []): SQL {
  const { status, jobType, bookId, productionId, errorClass, workflowId, serverName } = query
  const conditions = [
    status === undefined ? [] : sql`status = ${status}`,
    jobType === undefined ? [] : sql`job_type = ${jobType}`,
    productionId === undefined ? [] : sql`production_id = ${productionId}`,
    bookId === undefined
      ? []
      : sql`(production_id IN (SELECT id FROM audiobook_production WHERE audiobook_production.book_id = ${bookId})
          OR id IN (SELECT job_id FROM pictures WHERE pictures.book_id = ${bookId}))`,
    workflowId === undefined ? [] : sql`workflow_id = ${workflowId}`,
    // IS, since none is a wish of its own.
    errorClass === undefined ? [] : sql`error_class IS ${errorClass}`,
    serverName === undefined ? [] : sql`server_name IS ${serverName}`,
    further,
  ].flat()
  return conditions.length === 0 ? sql.empty() : sql`WHERE ${sql.join(conditions, sql` AND `)}`
}
