import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStudio } from '#electron/studio/open-studio.ts'
import type { NewJob } from '#shared/models/job.ts'
import { e3, e3Json } from '../e3-process.ts'

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url))
const JOB: Omit<NewJob, 'configName'> = {
  jobType: 'SPEECH',
  workflowId: 'T2S_flite_v1',
  priority: 50,
  retryLimit: 0,
  inputs: { text: 'One short line.' },
  outputPath: 'comfyui_jobs/finished/speech/line',
  productionId: null,
  metadata: {},
}

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e3-queue-'))
  for (const folder of ['config', 'workflows'])
    await cp(join(REPOSITORY, folder), join(root, folder), { recursive: true })
  await mkdir(join(root, 'database'))
  const studio = await openStudio({ root, processEnv: {}, access: 'write' })
  const { database } = studio
  const [failed = 0] = database.jobs.enqueue([
    { ...JOB, configName: 'lost', priority: 1 },
    { ...JOB, configName: 'first' },
    { ...JOB, configName: 'second' },
    { ...JOB, configName: 'picture', jobType: 'T2I', workflowId: 'T2I_cover_v1' },
  ])
  database.jobs.lease({ workerId: 'w', leaseMs: 1000 })
  database.jobs.fail(failed, { errorClass: 'outOfMemory', errorTrace: 'CUDA out of memory.' })
  const pace = { workflowId: 'T2S_flite_v1', serverName: 'embedded', triesFailed: 1, characters: 5000 }
  database.renderPace.add({ ...pace, jobsDone: 9, renderMs: 50_000, audioMs: 310_000 })
  await studio.close()
})
afterEach(() => rm(root, { recursive: true, force: true }))

const names = async (...filter: string[]) => {
  const { jobs } = await e3Json<{ jobs: { configName: string }[] }>(['jobs', ...filter], root)
  return jobs.map(({ configName }) => configName)
}

test('holds the queue up until it is resumed, and says so', async () => {
  expect(await e3Json(['queue', 'pause'], root)).toMatchObject({ isPaused: true, jobs: { pending: 3, failed: 1 } })
  expect(await e3Json(['status'], root)).toMatchObject({ queue: { isPaused: true } })
  expect((await e3(['queue', 'status'], root)).stdout).toMatch(/^Queue +paused.*e3 queue resume/)
  expect(await e3Json(['queue', 'resume'], root)).toMatchObject({ isPaused: false, working: [] })
}, 60_000)

test('cancels and retries what fits a filter, and what was cancelled only when it is asked for', async () => {
  expect(await names('--class', 'outOfMemory')).toEqual(['lost'])
  expect(await names('--type', 'T2I')).toEqual(['picture'])
  expect(await names('--book', '98')).toEqual([])
  expect(await e3Json(['job', 'cancel', '--all', '--type', 'SPEECH'], root)).toEqual({ cancelled: 2 })
  expect(await e3Json(['job', 'retry', '--failed', '--type', 'T2I'], root)).toEqual({ retried: 0 })
  expect(await e3Json(['job', 'retry', '--failed'], root)).toEqual({ retried: 1 })
  expect(await names('--status', 'pending')).toEqual(['lost', 'picture'])
  expect(await e3Json(['job', 'retry', '--failed', '--class', 'cancelled'], root)).toEqual({ retried: 2 })
}, 60_000)

test('tells how fast each server renders each workflow and how often it fails', async () => {
  expect(await e3Json(['stats', '--days', '1'], root)).toMatchObject({
    days: 1,
    statistics: [
      {
        ...{ serverName: 'embedded', workflowId: 'T2S_flite_v1', jobsDone: 9, triesFailed: 1, failureShare: 0.1 },
        ...{ realTimeFactor: 6.2, charactersPerSecond: 100, renderSeconds: 50, audioSeconds: 310 },
      },
    ],
  })
  expect((await e3(['stats'], root)).stdout).toContain('6.2× real time')
}, 60_000)
