import { and, asc, eq, gt, ne, sql } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { comfyuiJobs } from '#database/schema.ts'
import type { Job, JobStatus, NewJob } from '#shared/models/job.ts'
import { toJob, toRow } from './job-row.ts'

/** A job with the file in the watch folder that it belongs to; null once that is settled, and for jobs of other origin. */
export type FiledJob = Job & { jobFile: string | null }

type Statements = ReturnType<typeof prepare>

/** The ties between jobs and the files of the watch folder. */
export class JobFileRepository {
  readonly #statements: Statements

  constructor(db: BetterSQLite3Database) {
    this.#statements = prepare(db)
  }

  get(id: number): FiledJob | null {
    return toFiledJob(this.#statements.get.get({ id }))
  }

  findByFile(jobFile: string): FiledJob | null {
    return toFiledJob(this.#statements.byFile.get({ jobFile }))
  }

  findByName(configName: string): FiledJob | null {
    return toFiledJob(this.#statements.byName.get({ configName }))
  }

  /** Jobs with a file, by its name. */
  page(afterFile: string, limit: number): { id: number; status: JobStatus; jobFile: string }[] {
    const rows = this.#statements.page.all({ afterFile, limit })
    return rows.flatMap(({ jobFile, ...row }) => (jobFile === null ? [] : [{ ...row, jobFile }]))
  }

  /** Says which file the job belongs to, or that it belongs to none any more. */
  tie(id: number, jobFile: string | null): void {
    this.#statements.tie.run({ id, jobFile, now: now() })
  }

  /** The file has another name now, and so has its job. */
  rename(id: number, jobFile: string, configName: string): void {
    this.#statements.rename.run({ id, jobFile, configName, now: now() })
  }

  /** Makes the job the one that its file asks for now; does nothing to one that runs. */
  rewrite(id: number, job: NewJob): void {
    this.#statements.rewrite.run({ ...toRow(job), id, now: now() })
  }

  /** Says where a finished job's outputs have been put. */
  moveOutput(id: number, outputPath: string, metadata: Record<string, unknown>): void {
    this.#statements.moveOutput.run({ id, outputPath, metadata: JSON.stringify(metadata), now: now() })
  }
}

function prepare(db: BetterSQLite3Database) {
  const given = (name: string) => sql`${sql.placeholder(name)}`
  const byId = eq(comfyuiJobs.id, given('id'))
  const rows = (which: ReturnType<typeof eq>) => db.select().from(comfyuiJobs).where(which).prepare()
  return {
    get: rows(byId),
    byFile: rows(eq(comfyuiJobs.jobFile, given('jobFile'))),
    byName: rows(eq(comfyuiJobs.configName, given('configName'))),
    page: db
      .select({ id: comfyuiJobs.id, status: comfyuiJobs.status, jobFile: comfyuiJobs.jobFile })
      .from(comfyuiJobs)
      .where(gt(comfyuiJobs.jobFile, given('afterFile')))
      .orderBy(asc(comfyuiJobs.jobFile))
      .limit(sql.placeholder('limit'))
      .prepare(),
    tie: db
      .update(comfyuiJobs)
      .set({ jobFile: given('jobFile'), updatedAt: given('now') })
      .where(byId)
      .prepare(),
    rename: db
      .update(comfyuiJobs)
      .set({ jobFile: given('jobFile'), configName: given('configName'), updatedAt: given('now') })
      .where(byId)
      .prepare(),
    rewrite: db
      .update(comfyuiJobs)
      .set({
        configName: given('configName'),
        jobType: given('jobType'),
        workflowId: given('workflowId'),
        priority: given('priority'),
        retryLimit: given('retryLimit'),
        inputs: given('inputs'),
        outputPath: given('outputPath'),
        metadata: given('metadata'),
        jobFile: given('jobFile'),
        updatedAt: given('now'),
      })
      .where(and(byId, ne(comfyuiJobs.status, 'processing')))
      .prepare(),
    moveOutput: db
      .update(comfyuiJobs)
      .set({ outputPath: given('outputPath'), metadata: given('metadata'), updatedAt: given('now') })
      .where(byId)
      .prepare(),
  }
}

function toFiledJob(row: typeof comfyuiJobs.$inferSelect | undefined): FiledJob | null {
  return row === undefined ? null : { ...toJob(row), jobFile: row.jobFile }
}

function now(): string {
  return new Date().toISOString()
}
