import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobStatus, NewJob } from '#shared/models/job.ts'
import { openDatabase, type Database } from '../open-database.ts'
import { dueJobs } from './job-statements.ts'

let dir = ''
let database: Database
let made = 0
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'e3-jobs-'))
  database = openDatabase(join(dir, 'e3.db'), { access: 'write' })
})
afterEach(() => {
  database.close()
  rmSync(dir, { recursive: true, force: true })
})

const newJob = (changes: Partial<NewJob> = {}): NewJob => ({
  configName: `SPEECH_${String(made++)}`,
  jobType: 'SPEECH',
  workflowId: 'T2S_flite_v1',
  priority: 50,
  retryLimit: 2,
  inputs: { text: 'Call me Ishmael.', speed: 1.5 },
  outputPath: 'foundry/x',
  productionId: null,
  metadata: { bookId: 'pg1' },
  ...changes,
})
const enqueue = (...jobs: Partial<NewJob>[]) => database.jobs.enqueue(jobs.map(newJob))
const lease = (changes: Partial<Parameters<Database['jobs']['lease']>[0]> = {}) =>
  database.jobs.lease({ workerId: 'agent', leaseMs: 60_000, ...changes })
const oops = { errorClass: 'serverError', errorTrace: 'CUDA error' } as const
const coded = (code: string) => expect.objectContaining({ code }) as unknown

function production(): number {
  database.titles.upsert({ bookId: 'pg1', title: 'T', author: 'A', language: 'en' })
  database.narrators.upsert({
    narratorId: 'narrator_001',
    name: 'N',
    voiceSamplePath: null,
    sampleText: null,
    voiceModel: 'm',
    language: 'en',
    gender: null,
    description: null,
    active: true,
    parameters: {},
  })
  const metadata = { formats: [], skippedSteps: [] }
  return database.productions.create({ bookId: 'pg1', narratorId: 'narrator_001', metadata }).id
}

describe('enqueue', () => {
  it('gives ids in order and keeps everything that was said', () => {
    const job = newJob()
    const ids = database.jobs.enqueue([job, newJob()])
    expect(ids).toEqual([1, 2])
    expect(database.jobs.get(1)).toMatchObject({ ...job, id: 1, status: 'pending', runCount: 0, retriesAttempted: 0 })
    expect(database.jobs.findByName(job.configName)?.id).toBe(1)
    expect(database.jobs.get(3)).toBeNull()
    expect(database.jobs.findByName('none')).toBeNull()
  })

  it('queues none when one of them is refused', () => {
    enqueue({ configName: 'taken' })
    expect(() => enqueue({}, { configName: 'taken' })).toThrow(coded('job.exists'))
    expect(() => enqueue({}, { priority: 0 })).toThrow(coded('job.badPriority'))
    expect(database.jobs.list()).toHaveLength(1)
  })
})

describe('lease', () => {
  it('takes the lowest priority number first and among equals the oldest', () => {
    enqueue({ priority: 50 }, { priority: 1 }, { priority: 50 }, { priority: 1 })
    expect(lease({ limit: 3 }).map(({ id }) => id)).toEqual([2, 4, 1])
    expect(lease({ limit: 3 }).map(({ id }) => id)).toEqual([3])
    expect(lease()).toEqual([])
  })

  it('marks what it takes', () => {
    enqueue({})
    const now = new Date('2026-11-22T10:00:00Z')
    expect(lease({ now })).toMatchObject([
      { status: 'processing', runCount: 1, startTime: now.toISOString(), promptId: null, postedAt: null },
    ])
  })

  it('leaves out workflows that the server cannot run', () => {
    enqueue({ workflowId: 'a' }, { workflowId: 'b' }, { workflowId: 'c' })
    expect(lease({ exceptWorkflowIds: ['a', 'b', 'c'] })).toEqual([])
    expect(lease({ exceptWorkflowIds: ['a'], limit: 9 }).map(({ id }) => id)).toEqual([2, 3])
  })

  it('leaves out jobs of paused and cancelled productions until they go on', () => {
    const id = production()
    enqueue({ productionId: id }, {})
    database.productions.setStatus(id, 'paused')
    expect(lease({ limit: 9 }).map((job) => job.id)).toEqual([2])
    database.productions.setStatus(id, 'cancelled')
    expect(lease()).toEqual([])
    database.productions.setStatus(id, 'processing')
    expect(lease().map((job) => job.id)).toEqual([1])
  })

  it('leaves a job alone until its next try is due', () => {
    enqueue({})
    lease()
    const notBefore = new Date(Date.now() + 60_000)
    expect(database.jobs.retryLater(1, { ...oops, notBefore })).toBe('retrying')
    expect(lease()).toEqual([])
    expect(lease({ now: notBefore })).toMatchObject([{ id: 1, runCount: 2, retriesAttempted: 1 }])
  })

  it('does not wait when the clock was set back since a try was put off', () => {
    enqueue({})
    lease()
    database.jobs.retryLater(1, { ...oops, notBefore: new Date(Date.now() - 120_000) })
    expect(lease({ now: new Date(Date.now() - 3_600_000) })).toMatchObject([{ id: 1 }])
  })

  it('walks the index of a workflow’s line in order, without sorting', () => {
    const connection = new BetterSqlite(database.file)
    const { sql, params } = dueJobs(drizzle(connection)).toSQL()
    const plan = connection
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...params.map(() => null))
      .map(({ detail }) => detail)
    connection.close()
    expect(plan[0]).toBe('SEARCH comfyui_jobs USING INDEX comfyui_jobs_next (status=? AND workflow_id=?)')
    expect(plan.join()).not.toContain('TEMP B-TREE')
  })
})

describe('the end of a try', () => {
  beforeEach(() => {
    enqueue({ retryLimit: 1 })
    lease()
  })

  it('keeps the result of a finished job', () => {
    database.jobs.recordPrompt(1, { promptId: 'p', serverName: 's', graphHash: 'g' })
    database.jobs.markPosted(1)
    expect(database.jobs.inFlight()).toMatchObject([{ id: 1, promptId: 'p', serverName: 's', graphHash: 'g' }])
    expect(database.jobs.inFlight()[0]?.postedAt).not.toBeNull()
    expect(database.jobs.complete(1, { outputPath: 'foundry/x.flac', metadata: { durationMs: 900 } })).toBe(true)
    const job = database.jobs.get(1)
    expect(job).toMatchObject({
      status: 'done',
      outputPath: 'foundry/x.flac',
      metadata: { bookId: 'pg1', durationMs: 900 },
    })
    expect(job?.durationS).toBeGreaterThanOrEqual(0)
    expect(job?.endTime).not.toBeNull()
    expect(database.jobs.inFlight()).toEqual([])
  })

  it('forgets the prompt of an earlier try', () => {
    database.jobs.recordPrompt(1, { promptId: 'p', serverName: 's', graphHash: 'g' })
    database.jobs.retryLater(1, { ...oops, notBefore: new Date(0) })
    expect(lease()).toMatchObject([{ promptId: null, serverName: null, graphHash: null, postedAt: null }])
  })

  it('fails when the tries after the first are used up', () => {
    const failure = { ...oops, notBefore: new Date(0) }
    expect(database.jobs.retryLater(1, failure)).toBe('retrying')
    lease()
    expect(database.jobs.retryLater(1, failure)).toBe('failed')
    expect(database.jobs.get(1)).toMatchObject({ status: 'failed', ...oops, retriesAttempted: 1, runCount: 2 })
  })

  it('fails for good at once when told so', () => {
    database.jobs.fail(1, { errorClass: 'invalidInput', errorTrace: 'no such voice' })
    expect(database.jobs.get(1)).toMatchObject({ status: 'failed', errorClass: 'invalidInput', retriesAttempted: 0 })
  })

  it('does not count a job that is handed back', () => {
    database.jobs.release(1)
    expect(database.jobs.get(1)).toMatchObject({ status: 'pending', runCount: 0, retriesAttempted: 0, startTime: null })
  })

  it('lets nothing revive a job that was cancelled meanwhile', () => {
    database.jobs.cancel(1, 'not wanted')
    expect(database.jobs.complete(1, { outputPath: 'y' })).toBe(false)
    expect(database.jobs.retryLater(1, { ...oops, notBefore: new Date(0) })).toBe('failed')
    database.jobs.release(1)
    expect(database.jobs.get(1)).toMatchObject({ status: 'failed', errorClass: 'cancelled', errorTrace: 'not wanted' })
  })

  it('extends the leases of one worker only', () => {
    enqueue({})
    lease({ workerId: 'other' })
    database.jobs.renew('agent', 9_000_000)
    const connection = new BetterSqlite(database.file)
    const until = connection.prepare('SELECT lease_expires_at FROM comfyui_jobs ORDER BY id').pluck().all() as string[]
    connection.close()
    expect(until[0]! > until[1]!).toBe(true)
  })
})

describe('what a producer does to jobs', () => {
  it('retries a failed job with all its tries, and its chunks wait again', () => {
    const id = production()
    enqueue({ productionId: id, retryLimit: 0 })
    const chunk = {
      productionId: id,
      chapterIndex: 1,
      role: 'text',
      ending: 'chapter',
      text: 'x',
      source: null,
    } as const
    database.chunks.insert([{ ...chunk, chunkIndex: 1, audioKey: 'k', jobId: 1 }])
    lease()
    database.jobs.fail(1, oops)
    database.chunks.markFailed(1)
    expect(database.jobs.failedIds({ productionId: id })).toEqual([1])
    database.jobs.retry(1)
    expect(database.jobs.get(1)).toMatchObject({
      status: 'pending',
      retriesAttempted: 0,
      errorClass: null,
      errorTrace: null,
    })
    expect(database.chunks.counts(id)).toEqual({ pending: 1, done: 0, failed: 0 })
    expect(database.jobs.failedIds()).toEqual([])
  })

  it('renders a finished job again, but not one that waits or runs', () => {
    enqueue({})
    expect(() => database.jobs.retry(1)).toThrow('Job 1 is pending')
    lease()
    expect(() => database.jobs.retry(1)).toThrow(coded('job.notFinished'))
    database.jobs.complete(1, { outputPath: 'y' })
    database.jobs.retry(1)
    expect(lease()).toMatchObject([{ id: 1, runCount: 2 }])
  })

  it('changes priorities within their range', () => {
    enqueue({}, {})
    database.jobs.setPriority(2, 1)
    expect(lease()).toMatchObject([{ id: 2 }])
    for (const priority of [0, 1000, 1.5, NaN]) {
      expect(() => database.jobs.setPriority(1, priority)).toThrow(coded('job.badPriority'))
    }
  })

  it('names a job that there is not', () => {
    for (const work of [
      () => database.jobs.retry(9),
      () => database.jobs.setPriority(9, 1),
      () => database.jobs.cancel(9, ''),
    ]) {
      expect(work).toThrow('There is no job 9.')
    }
  })

  it('cancels what waits or runs for a production, all of it or one type', () => {
    const id = production()
    enqueue({ productionId: id }, { productionId: id, jobType: 'T2I' }, { productionId: id }, {})
    lease()
    database.jobs.complete(1, { outputPath: 'y' })
    expect(database.jobs.cancelProduction(id, 'SPEECH')).toBe(1)
    expect(database.jobs.cancelProduction(id)).toBe(1)
    expect(database.jobs.list().map(({ status }) => status)).toEqual(['done', 'failed', 'failed', 'pending'])
  })

  it('lists and counts by status, type and production', () => {
    const id = production()
    enqueue({ productionId: id }, { jobType: 'T2I' }, { productionId: id }, {})
    lease()
    expect(database.jobs.list({ productionId: id, status: 'pending' }).map((job) => job.id)).toEqual([3])
    expect(database.jobs.list({ limit: 2, offset: 1 }).map((job) => job.id)).toEqual([2, 3])
    expect(database.jobs.list({ jobType: 'T2I' })).toHaveLength(1)
    expect(database.jobs.counts()).toEqual({ pending: 3, processing: 1, done: 0, failed: 0 })
    expect(database.jobs.counts({ productionId: id })).toEqual({ pending: 1, processing: 1, done: 0, failed: 0 })
  })
})

describe('the queue under any sequence of events', () => {
  /** What the rules say, without SQL. */
  interface Model {
    id: number
    priority: number
    status: JobStatus
    retries: number
    runs: number
  }
  const RETRY_LIMIT = 1

  const action = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('enqueue' as const), priority: fc.integer({ min: 1, max: 4 }) }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('lease' as const), limit: fc.integer({ min: 1, max: 3 }) }) },
    fc.record({
      do: fc.constantFrom('complete', 'fail', 'retryLater', 'release', 'retry', 'cancel', 'crash'),
      pick: fc.nat(),
    }),
  )

  it('loses no job, takes none twice and keeps the order', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), fc.boolean(), (actions, mayCrash) => {
        const file = join(dir, `q${String(made++)}.db`)
        let queue = openDatabase(file, { access: 'write' })
        const model: Model[] = []
        const among = (status: JobStatus, pick: number) => {
          const jobs = model.filter((job) => job.status === status)
          return jobs[pick % Math.max(1, jobs.length)]
        }
        for (const step of actions) {
          if (step.do === 'enqueue') {
            const [id] = queue.jobs.enqueue([newJob({ priority: step.priority, retryLimit: RETRY_LIMIT })])
            model.push({ id: id!, priority: step.priority, status: 'pending', retries: 0, runs: 0 })
          } else if (step.do === 'lease') {
            const expected = model
              .filter(({ status }) => status === 'pending')
              .sort((a, b) => a.priority - b.priority || a.id - b.id)
              .slice(0, step.limit)
            const leased = queue.jobs.lease({ workerId: 'w', leaseMs: 1000, limit: step.limit })
            expect(leased.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
            for (const job of expected) Object.assign(job, { status: 'processing', runs: job.runs + 1 })
          } else if (step.do === 'crash') {
            // Nothing is closed in order: another connection finds what a dead process left.
            if (!mayCrash) continue
            const survivor = openDatabase(file, { access: 'write' })
            queue.close()
            queue = survivor
            const inFlight = queue.jobs
              .inFlight()
              .map(({ id }) => id)
              .sort((a, b) => a - b)
            expect(inFlight).toEqual(model.filter(({ status }) => status === 'processing').map(({ id }) => id))
          } else if (step.do === 'retry') {
            const job = among('failed', step.pick)
            if (!job) continue
            queue.jobs.retry(job.id)
            Object.assign(job, { status: 'pending', retries: 0 })
          } else {
            const job = among('processing', step.pick)
            if (!job) continue
            if (step.do === 'complete') {
              queue.jobs.complete(job.id, { outputPath: 'y' })
              job.status = 'done'
            } else if (step.do === 'release') {
              queue.jobs.release(job.id)
              Object.assign(job, { status: 'pending', runs: job.runs - 1 })
            } else if (step.do === 'retryLater') {
              const outcome = queue.jobs.retryLater(job.id, { ...oops, notBefore: new Date(0) })
              expect(outcome).toBe(job.retries < RETRY_LIMIT ? 'retrying' : 'failed')
              Object.assign(
                job,
                outcome === 'failed' ? { status: 'failed' } : { status: 'pending', retries: job.retries + 1 },
              )
            } else {
              if (step.do === 'cancel') queue.jobs.cancel(job.id, 'no')
              else queue.jobs.fail(job.id, oops)
              job.status = 'failed'
            }
          }
        }
        const rows = queue.jobs.list().map((job) => [job.id, job.status, job.retriesAttempted, job.runCount])
        expect(rows).toEqual(model.map((job) => [job.id, job.status, job.retries, job.runs]))
        queue.close()
      }),
      { numRuns: 60 },
    )
  })
})
