import { and, asc, eq, gt, inArray, isNull, lt, lte, ne, notInArray, or, sql, type SQL } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { audiobookProduction, chunks, comfyuiJobs } from '#database/schema.ts'

export type JobStatements = ReturnType<typeof prepareJobStatements>

const given = (name: string): SQL => sql`${sql.placeholder(name)}`
const byId = eq(comfyuiJobs.id, given('id'))
const isProcessing = and(byId, eq(comfyuiJobs.status, 'processing'))
const daysSinceStart = sql`julianday(${given('now')}) - julianday(${comfyuiJobs.startTime})`
/** Not negative when the clock was set back meanwhile. */
const secondsSinceStart = sql`round(max(0, ${daysSinceStart}) * 86400, 3)`
/** Longer than any try is put off: a job that seems to be was so before the clock was set back. */
const farAhead = sql`strftime('%Y-%m-%dT%H:%M:%fZ', ${given('now')}, '+10 minutes')`

const idle = { workerId: null, leaseExpiresAt: null, updatedAt: given('now') }
const withoutPrompt = { promptId: null, serverName: null, graphHash: null, postedAt: null }
const withoutError = { errorClass: null, errorTrace: null }
const ended = { ...idle, endTime: given('now'), duration: secondsSinceStart, notBefore: null }

/** The first of a workflow's line that are due; walks the index (status, workflow, priority), whose ties are in insertion order. */
export function dueJobs(db: BetterSQLite3Database) {
  const stopped = db
    .select({ id: audiobookProduction.id })
    .from(audiobookProduction)
    .where(inArray(audiobookProduction.status, ['paused', 'cancelled']))
  return db
    .select({ id: comfyuiJobs.id, priority: comfyuiJobs.priority, failedServer: comfyuiJobs.failedServer })
    .from(comfyuiJobs)
    .where(
      and(
        eq(comfyuiJobs.status, 'pending'),
        eq(comfyuiJobs.workflowId, given('workflowId')),
        or(
          isNull(comfyuiJobs.notBefore),
          lte(comfyuiJobs.notBefore, given('now')),
          gt(comfyuiJobs.notBefore, farAhead),
        ),
        or(isNull(comfyuiJobs.productionId), notInArray(comfyuiJobs.productionId, stopped)),
        or(isNull(comfyuiJobs.failedServer), ne(comfyuiJobs.failedServer, given('exceptFailedOn'))),
      ),
    )
    .orderBy(asc(comfyuiJobs.priority), asc(comfyuiJobs.id))
    .limit(sql.placeholder('limit'))
}

/** The workflows that jobs wait for, found by leaping through the index: a line of 100,000 jobs costs one step. */
export const WAITING_WORKFLOWS = sql<{ workflowId: string }>`
  WITH RECURSIVE waiting(workflow_id) AS (
    SELECT min(workflow_id) FROM comfyui_jobs WHERE status = 'pending'
    UNION ALL
    SELECT (SELECT min(workflow_id) FROM comfyui_jobs WHERE status = 'pending' AND workflow_id > waiting.workflow_id)
    FROM waiting WHERE waiting.workflow_id IS NOT NULL
  )
  SELECT workflow_id AS workflowId FROM waiting WHERE workflow_id IS NOT NULL`

/** The statements that run for every job, prepared once. */
export function prepareJobStatements(db: BetterSQLite3Database) {
  const update = (
    values: Parameters<ReturnType<typeof db.update<typeof comfyuiJobs>>['set']>[0],
    where: SQL | undefined,
  ) => db.update(comfyuiJobs).set(values).where(where)
  return {
    insert: db
      .insert(comfyuiJobs)
      .values({
        configName: sql.placeholder('configName'),
        jobType: sql.placeholder('jobType'),
        workflowId: sql.placeholder('workflowId'),
        priority: sql.placeholder('priority'),
        retryLimit: sql.placeholder('retryLimit'),
        inputs: sql.placeholder('inputs'),
        outputPath: sql.placeholder('outputPath'),
        productionId: sql.placeholder('productionId'),
        metadata: sql.placeholder('metadata'),
        jobFile: sql.placeholder('jobFile'),
      })
      .onConflictDoNothing({ target: comfyuiJobs.configName })
      .returning({ id: comfyuiJobs.id })
      .prepare(),
    get: db.select().from(comfyuiJobs).where(byId).prepare(),
    inFlight: db.select().from(comfyuiJobs).where(eq(comfyuiJobs.status, 'processing')).prepare(),
    due: dueJobs(db).prepare(),
    take: update(
      {
        status: 'processing',
        runCount: sql`${comfyuiJobs.runCount} + 1`,
        startTime: given('now'),
        endTime: null,
        duration: null,
        workerId: given('workerId'),
        leaseExpiresAt: given('leaseExpiresAt'),
        notBefore: null,
        ...withoutPrompt,
        updatedAt: given('now'),
      },
      inArray(comfyuiJobs.id, sql`(SELECT value FROM json_each(${given('ids')}))`),
    )
      .returning()
      .prepare(),
    renew: update(
      { leaseExpiresAt: given('leaseExpiresAt'), updatedAt: given('now') },
      and(eq(comfyuiJobs.status, 'processing'), eq(comfyuiJobs.workerId, given('workerId'))),
    ).prepare(),
    recordPrompt: update(
      {
        promptId: given('promptId'),
        serverName: given('serverName'),
        graphHash: given('graphHash'),
        postedAt: null,
        updatedAt: given('now'),
      },
      isProcessing,
    ).prepare(),
    markPosted: update({ postedAt: given('now'), updatedAt: given('now') }, isProcessing).prepare(),
    complete: update(
      {
        ...ended,
        ...withoutError,
        status: 'done',
        outputPath: given('outputPath'),
        metadata: sql`json_patch(${comfyuiJobs.metadata}, ${given('metadata')})`,
      },
      isProcessing,
    ).prepare(),
    fail: update(
      { ...ended, status: 'failed', errorClass: given('errorClass'), errorTrace: given('errorTrace') },
      isProcessing,
    ).prepare(),
    retryLater: update(
      {
        ...idle,
        ...withoutPrompt,
        status: 'pending',
        retriesAttempted: sql`${comfyuiJobs.retriesAttempted} + 1`,
        errorClass: given('errorClass'),
        errorTrace: given('errorTrace'),
        notBefore: given('notBefore'),
        failedServer: given('failedServer'),
      },
      and(isProcessing, lt(comfyuiJobs.retriesAttempted, comfyuiJobs.retryLimit)),
    ).prepare(),
    release: update(
      {
        ...idle,
        ...withoutPrompt,
        status: 'pending',
        startTime: null,
        runCount: sql`max(0, ${comfyuiJobs.runCount} - 1)`,
      },
      isProcessing,
    ).prepare(),
    noteCrash: update(
      { crashedServers: sql`json_insert(${comfyuiJobs.crashedServers}, '$[#]', ${given('serverName')})` },
      isProcessing,
    )
      .returning({ crashedServers: comfyuiJobs.crashedServers })
      .prepare(),
    retry: update(
      {
        ...idle,
        ...withoutPrompt,
        ...withoutError,
        status: 'pending',
        retriesAttempted: 0,
        crashedServers: '[]',
        failedServer: null,
        endTime: null,
        duration: null,
        notBefore: null,
      },
      byId,
    ).prepare(),
    reopenChunks: db
      .update(chunks)
      .set({ status: 'pending', updatedAt: given('now') })
      .where(eq(chunks.jobId, given('id')))
      .prepare(),
  }
}
