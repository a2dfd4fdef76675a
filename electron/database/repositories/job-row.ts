import { z } from 'zod'
import type { comfyuiJobs } from '#database/schema.ts'
import type { Job, NewJob } from '#shared/models/job.ts'
import { JsonObject, JsonScalars, parseJsonColumn } from '../json-column.ts'

/** A job with what is needed to find its prompt again on a server. */
export type LeasedJob = Job & {
  promptId: string | null
  serverName: string | null
  graphHash: string | null
  postedAt: string | null
  /** Servers that went down while they ran it, one entry each time. */
  crashedServers: readonly string[]
}

type JobRow = typeof comfyuiJobs.$inferSelect

/** Row to model; JSON columns are checked. */
export function toJob(row: JobRow): Job {
  return {
    id: row.id,
    configName: row.configName,
    jobType: row.jobType,
    workflowId: row.workflowId,
    priority: row.priority,
    status: row.status,
    runCount: row.runCount,
    retriesAttempted: row.retriesAttempted,
    retryLimit: row.retryLimit,
    inputs: parseJsonColumn(JsonScalars, row.inputs, `The column inputs of job ${row.id}`),
    outputPath: row.outputPath,
    productionId: row.productionId,
    startTime: row.startTime,
    endTime: row.endTime,
    durationS: row.duration,
    errorClass: row.errorClass,
    errorTrace: row.errorTrace,
    metadata: parseJsonColumn(JsonObject, row.metadata, `The column metadata of job ${row.id}`),
  }
}

/** Row to model, with the prompt's columns. */
export function toLeasedJob(row: JobRow): LeasedJob {
  const { promptId, serverName, graphHash, postedAt } = row
  const crashedServers = parseCrashedServers(row.crashedServers, row.id)
  return { ...toJob(row), promptId, serverName, graphHash, postedAt, crashedServers }
}

/** The column `crashed_servers`, checked. */
export function parseCrashedServers(text: string, id: number): string[] {
  return parseJsonColumn(z.array(z.string()), text, `The column crashed_servers of job ${id}`)
}

/** The columns that a new job sets itself. */
export function toRow(job: NewJob): Record<string, string | number | null> {
  return {
    ...job,
    jobFile: job.jobFile ?? null,
    inputs: JSON.stringify(job.inputs),
    metadata: JSON.stringify(job.metadata),
  }
}

/** The queue's order: lowest priority number first, then the oldest. */
export function byPriority(a: Job, b: Job): number {
  return a.priority - b.priority || a.id - b.id
}
