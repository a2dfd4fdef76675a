import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStudio, type Studio } from '#electron/studio/open-studio.ts'
import type { JobErrorClass, NewJob } from '#shared/models/job.ts'
import { QueueDesk } from './queue-desk.ts'

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url))

let root: string
let studio: Studio
let desk: QueueDesk
let changed: number[]
let servers: { name: string; status: 'ready' | 'down' }[]

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-queue-desk-'))
  for (const folder of ['config', 'workflows'])
    await cp(join(REPOSITORY, folder), join(root, folder), { recursive: true })
  studio = await openStudio({ root, processEnv: {}, access: 'write' })
  changed = []
  servers = []
  desk = new QueueDesk({
    ...studio,
    // Nothing works here: what a desk does to the queue is in its rows.
    agent: {
      wake: () => undefined,
      cancelJob: (id, reason) => studio.database.jobs.cancel(id, reason),
      servers: () => servers as never,
    },
    producer: { wake: () => undefined },
    onChange: (id) => changed.push(id),
    onPause: () => changed.push(0),
  })
})
afterEach(async () => {
  desk.close()
  await studio.close()
  await rm(root, { recursive: true })
})

function add(count: number, job: Partial<NewJob> = {}): number[] {
  const { jobs } = studio.database
  const before = Object.values(jobs.counts()).reduce((sum, some) => sum + some, 0)
  return jobs.enqueue(
    Array.from({ length: count }, (_, at) => ({
      configName: `job ${before + at}`,
      jobType: 'SPEECH',
      workflowId: 'T2S_flite_v1',
      priority: 50,
      retryLimit: 0,
      inputs: {},
      outputPath: 'x',
      productionId: null,
      metadata: {},
      ...job,
    })),
  )
}

/** Each has been on the server and has failed there. */
function addFailed(
  count: number,
  errorClass: JobErrorClass,
  errorTrace: string,
  serverName: string,
  job?: Partial<NewJob>,
) {
  const { jobs } = studio.database
  const ids = add(count, { priority: 1, ...job })
  for (const { id } of jobs.lease({ workerId: 'w', leaseMs: 1000, limit: count })) {
    jobs.recordPrompt(id, { promptId: `p${id}`, serverName, graphHash: 'g' })
    jobs.markPosted(id)
    jobs.fail(id, { errorClass, errorTrace })
  }
  return ids
}

const counts = () => studio.database.jobs.counts()

describe('the queue as a whole', () => {
  it('stays paused until it is resumed, over restarts too', async () => {
    add(2)
    expect(desk.setPaused(true)).toMatchObject({ isPaused: true, counts: { pending: 2 } })
    await studio.close()
    studio = await openStudio({ root, processEnv: {}, access: 'write' })
    expect(studio.database.studioState.isOn('queue.paused')).toBe(true)
    desk = new QueueDesk({
      ...studio,
      agent: { wake: () => undefined, cancelJob: () => undefined, servers: () => [] },
      producer: { wake: () => undefined },
      onChange: () => undefined,
      onPause: () => undefined,
    })
    expect(desk.setPaused(false).isPaused).toBe(false)
  })

  it('tells what each server does, and how long the waiting jobs take on those that are there', () => {
    const { jobs, renderPace } = studio.database
    const [first = 0, second = 0, third = 0] = add(5)
    for (const [id, serverName] of [
      [first, 'gpu-box'],
      [second, 'gpu-box'],
      [third, 'attic'],
    ] as const) {
      jobs.lease({ workerId: 'w', leaseMs: 1000 })
      jobs.recordPrompt(id, { promptId: `p${id}`, serverName, graphHash: 'g' })
      jobs.markPosted(id)
    }
    const pace = { workflowId: 'T2S_flite_v1', jobsDone: 10, triesFailed: 0, characters: 0, audioMs: 0 }
    renderPace.add({ ...pace, serverName: 'gpu-box', renderMs: 10_000 })
    renderPace.add({ ...pace, serverName: 'attic', renderMs: 90_000 })
    servers = [
      { name: 'gpu-box', status: 'ready' },
      { name: 'attic', status: 'down' },
    ]
    expect(desk.state()).toMatchObject({
      counts: { pending: 2, processing: 3 },
      leftMs: 2000,
      working: [
        { serverName: 'attic', jobId: third, jobs: 1 },
        { serverName: 'gpu-box', jobId: first, label: 'job 0', jobs: 2 },
      ],
    })
  })

  it('groups what failed by its cause, each with the words of the latest and what to do', async () => {
    addFailed(3, 'outOfMemory', 'CUDA out of memory.\nTraceback', 'gpu-box')
    addFailed(1, 'outOfMemory', 'CUDA out of memory.', 'attic')
    addFailed(2, 'missingModel', 'No server has the model kokoro.', 'gpu-box', { workflowId: 'T2S_kokoro_v1' })
    const { groups, isAll } = desk.failures({})
    expect(isAll).toBe(true)
    expect(groups).toMatchObject([
      { errorClass: 'outOfMemory', serverName: 'gpu-box', jobs: 3, message: 'CUDA out of memory.' },
      { errorClass: 'missingModel', serverName: null, workflowId: 'T2S_kokoro_v1', jobs: 2 },
      { errorClass: 'outOfMemory', serverName: 'attic', jobs: 1 },
    ])
    expect(groups[1]?.advice).toContain('models folder')

    for (const {
      query: { status, ...query },
      jobs,
    } of groups) {
      expect(studio.database.queue.page({ ...query, status }, 'queue', { offset: 0, limit: 9 }).total).toBe(jobs)
      expect(await desk.retryFailed(query)).toBe(jobs)
    }
    expect(counts()).toMatchObject({ pending: 6, failed: 0 })
  })

  it('cancels what waits and runs of a query and brings it back only when that is asked for', async () => {
    const [running = 0] = add(1)
    studio.database.jobs.lease({ workerId: 'w', leaseMs: 1000 })
    add(700)
    add(2, { jobType: 'T2I' })
    const [failed = 0] = addFailed(1, 'timeout', 'It took too long.', 'gpu-box')
    const query = { jobType: 'SPEECH' } as const
    expect(desk.cancelPlan(query)).toEqual({ waiting: 700, running: 1, productions: 0 })
    expect(await desk.cancelAll(query)).toBe(701)
    expect(counts()).toMatchObject({ pending: 2, processing: 0, failed: 702 })
    expect(studio.database.jobs.get(running)?.errorClass).toBe('cancelled')

    expect(await desk.retryFailed({})).toBe(1)
    expect(changed).toEqual([failed])
    expect(await desk.retryFailed({ errorClass: 'cancelled' })).toBe(701)
    expect(await desk.cancelAll({ status: 'failed' })).toBe(0)
  })
})
