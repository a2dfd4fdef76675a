import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { JOB_STATUSES, JOB_TYPES, type Job, type JobStatus } from '#shared/models/job.ts'
import type { JobQuery } from '#shared/models/job-row.ts'
import { openDatabase, type Database } from '../open-database.ts'
import { runSql } from '../test-sql.ts'
import type { QueueOrder } from './queue.ts'

let dir: string
let database: Database

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'e3-queue-'))
  database = openDatabase(join(dir, 'e3.db'), { access: 'write' })
})
afterEach(() => {
  database.close()
  rmSync(dir, { recursive: true })
})

/** Two books with a production each. */
function addProductions(): number[] {
  const parameters = {}
  const narrator = {
    voiceSamplePath: null,
    sampleText: null,
    voiceModel: 'v',
    language: 'en',
    gender: null,
    description: null,
  }
  database.narrators.upsert({ narratorId: 'n', name: 'Nora', active: true, parameters, ...narrator })
  return ['pg1', 'pg2'].map((bookId) => {
    database.titles.upsert({ bookId, title: `Book ${bookId}`, author: 'A', language: 'en' })
    return database.productions.create({ bookId, narratorId: 'n', metadata: { formats: [], skippedSteps: [] } }).id
  })
}

const seeds = fc.array(
  fc.record({
    status: fc.constantFrom(...JOB_STATUSES),
    jobType: fc.constantFrom(...JOB_TYPES),
    priority: fc.integer({ min: 1, max: 3 }),
    production: fc.constantFrom(0, 1, null),
    serverName: fc.constantFrom('gpu-box', 'attic', null),
    errorClass: fc.constantFrom('timeout', 'outOfMemory', null),
    workflowId: fc.constantFrom('flux', 'kokoro'),
  }),
  { minLength: 1, maxLength: 40 },
)
const queries = fc.record(
  {
    status: fc.constantFrom(...JOB_STATUSES),
    jobType: fc.constantFrom(...JOB_TYPES),
    bookId: fc.constantFrom('pg1', 'pg2'),
    productionId: fc.constantFrom(1, 2),
    errorClass: fc.constantFrom('timeout', null),
    workflowId: fc.constantFrom('flux', 'kokoro'),
    serverName: fc.constantFrom('gpu-box', null),
  },
  { requiredKeys: [] },
)

/** The plain way to the same page: all jobs, filtered and sorted. */
function plainly(jobs: readonly (Job & { serverName: string | null })[], query: JobQuery, order: QueueOrder): number[] {
  const rank: readonly JobStatus[] = ['processing', 'pending', 'failed', 'done']
  const isOpen = ({ status }: Job) => status === 'processing' || status === 'pending'
  const matches = (job: (typeof jobs)[number]) =>
    (query.status === undefined || job.status === query.status) &&
    (query.jobType === undefined || job.jobType === query.jobType) &&
    (query.productionId === undefined || job.productionId === query.productionId) &&
    (query.bookId === undefined || job.productionId === Number(query.bookId.slice(2))) &&
    (query.errorClass === undefined || job.errorClass === query.errorClass) &&
    (query.workflowId === undefined || job.workflowId === query.workflowId) &&
    (query.serverName === undefined || job.serverName === query.serverName)
  const asQueued = (a: Job, b: Job) =>
    rank.indexOf(a.status) - rank.indexOf(b.status) ||
    (isOpen(a) ? a.priority - b.priority || a.id - b.id : b.id - a.id)
  return jobs
    .filter(matches)
    .toSorted(order === 'newest' ? (a, b) => b.id - a.id : asQueued)
    .map(({ id }) => id)
}

const quoted = (value: string | null) => (value === null ? 'NULL' : `'${value}'`)

describe('the queue as a list', () => {
  it('shows any page of any selection in either order', () => {
    const productions = addProductions()
    const order = fc.constantFrom<QueueOrder>('queue', 'newest')
    const range = fc.record({ offset: fc.nat(45), limit: fc.integer({ min: 1, max: 20 }) })
    fc.assert(
      fc.property(seeds, queries, order, range, (rows, query, as, { offset, limit }) => {
        runSql(database.file, 'DELETE FROM comfyui_jobs')
        const ids = database.jobs.enqueue(
          rows.map(({ jobType, priority, production, workflowId }, index) => ({
            configName: `job ${index}`,
            jobType,
            priority,
            productionId: production === null ? null : (productions[production] ?? null),
            workflowId,
            retryLimit: 0,
            inputs: {},
            outputPath: 'x',
            metadata: {},
          })),
        )
        const set = rows.map(
          ({ status, serverName, errorClass }, at) =>
            `UPDATE comfyui_jobs SET status = '${status}', server_name = ${quoted(serverName)}, error_class = ${quoted(errorClass)} WHERE id = ${ids[at]}`,
        )
        runSql(database.file, set.join(';'))
        const jobs = database.jobs.list().map((job, at) => ({ ...job, serverName: rows[at]?.serverName ?? null }))
        const expected = plainly(jobs, query, as)
        expect(database.jobs.list(query).map(({ id }) => id)).toEqual(expected.toSorted((a, b) => a - b))
        const page = database.queue.page(query, as, { offset, limit })
        expect(page.total).toBe(expected.length)
        expect(page.lines.map(({ id }) => id)).toEqual(expected.slice(offset, offset + limit))
      }),
      { numRuns: 150 },
    )
  })

  it('counts what this and other processes have changed', () => {
    addProductions()
    const job = { jobType: 'T2I', workflowId: 'w', priority: 50, retryLimit: 0, inputs: {}, metadata: {} } as const
    const add = (configName: string, productionId: number | null) =>
      database.jobs.enqueue([{ ...job, configName, productionId, outputPath: 'x' }])
    add('a', 1)
    expect(database.queue.counts()).toMatchObject({ pending: 1, failed: 0 })
    add('b', null)
    expect(database.queue.counts()).toMatchObject({ pending: 2 })
    expect(database.queue.counts({ bookId: 'pg1' })).toMatchObject({ pending: 1 })
    runSql(database.file, `UPDATE comfyui_jobs SET status = 'failed' WHERE config_name = 'a'`)
    expect(database.queue.counts()).toMatchObject({ pending: 1, failed: 1 })
    expect(database.isChangedByOthers()).toBe(true)
    expect(database.isChangedByOthers()).toBe(false)
  })

  it('knows what each job is for, in the order that was asked for', () => {
    const [productionId = 0] = addProductions()
    const job = { jobType: 'SPEECH', workflowId: 'w', priority: 50, retryLimit: 0, inputs: {}, metadata: {} } as const
    const [first = 0, second = 0] = database.jobs.enqueue([
      { ...job, configName: 'a', productionId, outputPath: 'x', metadata: { chapterTitle: 'Letter 3' } },
      { ...job, configName: 'b', productionId: null, outputPath: 'x' },
    ])
    const chunk = { productionId, role: 'text', ending: 'chapter', text: 'x', source: null, jobId: first } as const
    database.chunks.insert([
      { ...chunk, chapterIndex: 3, chunkIndex: 2, audioKey: 'k' },
      { ...chunk, chapterIndex: 5, chunkIndex: 9, audioKey: 'k' },
    ])
    expect(database.queue.lines([second, 4711, first])).toMatchObject([
      { id: second, bookId: null, title: null, role: null },
      { id: first, bookId: 'pg1', title: 'Book pg1', role: 'text', chapterIndex: 3, chapterTitle: 'Letter 3' },
    ])
  })
})
